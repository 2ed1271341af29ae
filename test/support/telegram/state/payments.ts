import { randomBytes } from "node:crypto";
import { badRequest } from "../api-error.js";
import type { Clock } from "../clock.js";
import type { Result } from "../wire.js";
import type { PersonRecord } from "./chats.js";
import { userOf } from "./chats.js";

export interface Charge {
  id: string;
  person: PersonRecord;
  /** In Stars. */
  amount: number;
  payload: string;
}

type Transaction = Result<"getStarTransactions">["transactions"][number];

/** The bot's account of Telegram Stars. */
export class Payments {
  readonly #charges = new Map<string, Charge & { refunded: boolean }>();
  readonly #transactions: Transaction[] = [];

  constructor(private readonly clock: Clock) {}

  get balance(): number {
    return [...this.#charges.values()].reduce(
      (sum, { amount, refunded }) => sum + (refunded ? 0 : amount),
      0,
    );
  }

  charge(person: PersonRecord, amount: number, payload: string): Charge {
    const charge = { id: `stx${randomBytes(32).toString("base64url")}`, person, amount, payload };
    this.#charges.set(charge.id, { ...charge, refunded: false });
    this.#transactions.push({ id: charge.id, amount, date: this.clock.seconds(), source: partner(charge) });
    return charge;
  }

  /** @throws ApiError 400 for a charge that is unknown, another person's or refunded already */
  refund(userId: number, chargeId: string): Charge {
    const charge = this.#charges.get(chargeId);
    if (charge?.person.profile.id !== userId) throw badRequest("CHARGE_NOT_FOUND");
    if (charge.refunded) throw badRequest("CHARGE_ALREADY_REFUNDED");
    charge.refunded = true;
    const { id, amount } = charge;
    this.#transactions.push({ id, amount, date: this.clock.seconds(), receiver: partner(charge) });
    return charge;
  }

  transactions(offset: number, limit: number): Transaction[] {
    return this.#transactions.slice(offset, offset + limit);
  }

  clear(): void {
    this.#charges.clear();
    this.#transactions.length = 0;
  }
}

function partner({ person, payload }: Charge): NonNullable<Transaction["source"]> {
  return {
    type: "user",
    transaction_type: "invoice_payment",
    user: userOf(person),
    invoice_payload: payload,
  };
}
