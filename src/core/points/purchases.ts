import type { Charge, Charges } from "./charges.js";
import type { Ledger } from "./ledger.js";
import type { Offers, Order, OrderRefusal } from "./offers.js";
import type { PointDebts } from "./point-debts.js";
import type { Balance } from "./posting.js";
import type { Refunds } from "./refunds.js";

/** What people have. */
export interface Books {
  readonly ledger: Ledger;
  /** What everybody is given to begin with is among it, and stands before what they are credited next. */
  balance(personId: string): Promise<Balance>;
}

/** An order that was paid. */
export interface Payment extends Order {
  readonly chargeId: string;
}

/** What came of a payment; `isNew` where this call decided it. */
export type PaymentOutcome = { readonly isNew: boolean } & (
  | { readonly kind: "credited"; readonly points: number; readonly balance: number }
  /** The Stars go back. */
  | { readonly kind: "refused"; readonly refusal: OrderRefusal }
  /** The Stars are back already. */
  | { readonly kind: "refunded" }
);

/**
 * Points for Stars. Telegram may tell of a payment twice, late or behind its refund: what is to become of a charge is
 * decided once, by one write, and each telling does what follows from that.
 */
export class Purchases {
  readonly #offers: Offers;
  readonly #charges: Charges;
  readonly #accounts: Books;
  readonly #refunds: Refunds;
  readonly #pointDebts: PointDebts;

  constructor(deps: {
    offers: Offers;
    charges: Charges;
    accounts: Books;
    refunds: Refunds;
    pointDebts: PointDebts;
  }) {
    this.#offers = deps.offers;
    this.#charges = deps.charges;
    this.#accounts = deps.accounts;
    this.#refunds = deps.refunds;
    this.#pointDebts = deps.pointDebts;
  }

  /** Somebody paid. Safe to call again. @throws DomainError `storage-failed` */
  async paid(payment: Payment): Promise<PaymentOutcome> {
    const { chargeId } = payment;
    const { charge, isNew } = await this.#decision(payment);
    if (charge.refunded === true) return { kind: "refunded", isNew };
    if (charge.decision === "refund") {
      await this.#refunds.giveBack(chargeId, charge);
      return { kind: "refused", refusal: charge.refusal ?? "offer-unknown", isNew };
    }
    const { personId, points, stars } = charge;
    const about = { charge: chargeId, stars };
    await this.#accounts.balance(personId);
    await this.#accounts.ledger.purchase({ id: chargeId, personId, points, about });
    const { available: balance } = await this.#accounts.balance(personId);
    return { kind: "credited", points, balance, isNew };
  }

  /**
   * Stars of a charge were given back, by whomever. Safe to call again.
   *
   * @returns the points that were bought with them, and whether they have gone; they are owed where not. Nothing where
   *   none were bought
   * @throws DomainError `storage-failed`
   */
  async refunded(
    chargeId: string,
    of: Pick<Payment, "personId" | "stars">,
  ): Promise<{ points: number; gone: boolean } | undefined> {
    const charge = await this.#charges.refunded(chargeId, of);
    if (charge.decision === "refund") return undefined;
    return { points: charge.points, gone: await this.#pointDebts.takeBack(chargeId, charge) };
  }

  async #decision(payment: Payment): Promise<{ charge: Charge; isNew: boolean }> {
    const { chargeId, personId, stars } = payment;
    const known = await this.#charges.get(chargeId);
    if (known !== undefined) return { charge: known, isNew: false };
    const taken = await this.#offers.take(payment, chargeId);
    const paid = { personId, stars };
    const charge: Charge =
      "points" in taken
        ? { ...paid, decision: "credit", points: taken.points }
        : { ...paid, decision: "refund", refusal: taken.refusal };
    if (await this.#charges.decide(chargeId, charge)) return { charge, isNew: true };
    return this.#decision(payment);
  }
}
