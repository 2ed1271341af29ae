import type { KeyValueStore } from "../ports/key-value-store.js";
import type { OrderRefusal } from "./offers.js";

/** By the charge's id; kept as long as the books are, since a payment that is told of again is to be known. */
const CHARGES = "star-charges";

/** What was decided about Stars that somebody paid. A decision is taken once, and all else follows from it. */
export type Charge = {
  readonly personId: string;
  readonly stars: number;
  /** Telegram has given the Stars back. */
  readonly refunded?: boolean;
} & (
  | { readonly decision: "credit"; readonly points: number }
  | { readonly decision: "refund"; readonly refusal?: OrderRefusal }
);

/** What was decided about each charge. */
export class Charges {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  async get(id: string): Promise<Charge | undefined> {
    return (await this.#keyValues.read(CHARGES, id)) as Charge | undefined;
  }

  /** Decides, unless it was decided before; gives whether it was this call. */
  async decide(id: string, charge: Charge): Promise<boolean> {
    return this.#keyValues.compareAndSet(CHARGES, id, undefined, charge);
  }

  /**
   * Notes that the Stars went back. Of a charge that was never told of, that is its decision: told of later, it is not
   * credited any more.
   */
  async refunded(id: string, { personId, stars }: Pick<Charge, "personId" | "stars">): Promise<Charge> {
    await this.decide(id, { personId, stars, decision: "refund", refunded: true });
    // A decision never changes, and nothing but this writes behind it.
    const charge = await this.get(id);
    if (charge === undefined) throw new Error(`the charge ${id} was decided and is not there`);
    const refunded = { ...charge, refunded: true };
    if (charge.refunded !== true) await this.#keyValues.write(CHARGES, id, refunded);
    return refunded;
  }
}
