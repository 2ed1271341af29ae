import type { AdminLog, AdminRequest } from "../administration/admin-log.js";
import { requireAdmin } from "../administration/require-admin.js";
import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import type { PaymentDesk } from "../ports/payment-desk.js";
import type { Actor } from "../training/model.js";
import type { Charge, Charges } from "./charges.js";
import type { Debt, Debtor } from "./debts.js";
import type { Ledger } from "./ledger.js";

/** Stars that are to go back; by the charge's id. */
const STARS_OWED = "star-refunds";
/** So many at a time. */
const PAGE = 500;
/** A refund that was asked for and took no points by then was refused, or cut off and asked for again. */
const ASKED_FOR_MS = 600_000;

interface OwedStars {
  readonly personId: string;
  readonly stars: number;
  /** Only once the points of this purchase were taken back; when that was asked for. */
  readonly askedAt?: number;
}

export interface Refunded {
  readonly personId: string;
  readonly points: number;
  readonly stars: number;
}

/** Stars that go back to who paid them. What is owed is noted first. */
export class Refunds implements Debtor {
  readonly #keyValues: KeyValueStore;
  readonly #charges: Charges;
  readonly #ledger: Ledger;
  readonly #postings: LedgerStore;
  readonly #clock: Clock;
  readonly #log: Pick<AdminLog, "write">;
  #listener: () => void = () => undefined;

  constructor(deps: {
    keyValues: KeyValueStore;
    charges: Charges;
    ledger: Ledger;
    postings: LedgerStore;
    clock: Clock;
    log: Pick<AdminLog, "write">;
  }) {
    this.#keyValues = deps.keyValues;
    this.#charges = deps.charges;
    this.#ledger = deps.ledger;
    this.#postings = deps.postings;
    this.#clock = deps.clock;
    this.#log = deps.log;
  }

  listen(listener: () => void): void {
    this.#listener = listener;
  }

  /**
   * An administrator pays a purchase back: its points go first, all of them, then the Stars.
   *
   * @throws DomainError `not-admin`; `charge-unknown`; `points-short` with nothing changed; `storage-failed`
   */
  async refund(actor: Actor, chargeId: string, request: AdminRequest): Promise<Refunded> {
    requireAdmin(actor);
    const posting = await this.#postings.get(`purchase/${chargeId}`);
    const points = posting?.lines.available;
    if (posting === undefined || points === undefined) throw new DomainError("charge-unknown");
    const { personId, about } = posting;
    const stars = Number(about["stars"]);
    await this.#log.write(actor, { deed: "refund", person: personId, thing: chargeId, points }, request);
    // Noted before the points go: what is cut off in between goes on from here.
    await this.#oweStars(chargeId, { personId, stars, askedAt: this.#clock.now() });
    const reversal = { id: chargeId, personId, about: { charge: chargeId, stars, by: actor.userId } };
    await this.#ledger.refundPurchase(reversal);
    this.#listener();
    return { personId, points, stars };
  }

  /** The Stars of a charge that is not credited go back. */
  async giveBack(chargeId: string, { personId, stars }: Charge): Promise<void> {
    await this.#oweStars(chargeId, { personId, stars });
    this.#listener();
  }

  async debts(): Promise<Debt[]> {
    const stars = await this.#keyValues.list(STARS_OWED, PAGE);
    return stars.map(({ key, value }) => ({
      key,
      settle: (desk: PaymentDesk) => this.#payBack(desk, key, value as OwedStars),
    }));
  }

  async #payBack(desk: PaymentDesk, chargeId: string, owed: OwedStars): Promise<boolean> {
    const { personId, askedAt } = owed;
    if (askedAt !== undefined && (await this.#postings.get(`purchase-refund/${chargeId}`)) === undefined) {
      if (this.#clock.now() - askedAt < ASKED_FOR_MS) return false;
    } else {
      await desk.refund(personId, chargeId);
      await this.#charges.refunded(chargeId, owed);
    }
    await this.#keyValues.delete(STARS_OWED, chargeId);
    return true;
  }

  async #oweStars(chargeId: string, owed: OwedStars): Promise<void> {
    await this.#keyValues.write(STARS_OWED, chargeId, owed);
  }
}
