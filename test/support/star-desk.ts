import type { PaymentDesk } from "../../src/core/ports/payment-desk.js";
import type { Payment } from "../../src/core/points/purchases.js";
import type { Unsteady } from "./unsteady.js";

/** Telegram's side of payments: who paid what, and what went back. */
export class StarDesk implements PaymentDesk {
  readonly payments = new Map<string, Payment>();
  readonly refunded = new Set<string>();
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
}
