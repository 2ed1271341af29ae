import type { PaymentDesk } from "../../src/core/ports/payment-desk.js";
import type { Payment } from "../../src/core/points/purchases.js";
import type { Unsteady } from "./unsteady.js";

/** Telegram's side of payments: who paid what, what went back, and who was told of it. */
export class StarDesk implements PaymentDesk {
  readonly payments = new Map<string, Payment>();
  readonly refunded = new Set<string>();
  /** As "ada: 20 for Rex". */
  readonly told: string[] = [];
  readonly #unsteady: Unsteady;

  constructor(unsteady: Unsteady) {
    this.#unsteady = unsteady;
  }

  refund(personId: string, chargeId: string): Promise<void> {
    return this.#unsteady.call(() => {
      if (this.payments.get(chargeId)?.personId !== personId) throw new Error(`CHARGE_NOT_FOUND ${chargeId}`);
      this.refunded.add(chargeId);
    });
  }

  tellReturned(
    personId: string,
    { points, trainingName = "–" }: { points: number; trainingName: string | undefined },
  ): Promise<void> {
    return this.#unsteady.call(() => {
      this.told.push(`${personId}: ${points} for ${trainingName}`);
    });
  }
}
