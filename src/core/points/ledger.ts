import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import { keyOfHold, keyOfReturn, keyOfSettlement } from "./keys.js";
import {
  balanceAfter,
  NOTHING,
  reversed,
  type Balance,
  type CommonAccount,
  type Lines,
  type Posting,
  type PostingKind,
} from "./posting.js";
import { chargeOf, isWhole, returnLines, settlementLines } from "./settling.js";

/** Writers of one person's balance are their taps and the trainings that end; each loses to one that won. */
const MAX_TRIES = 100;

type About = Posting["about"];
type Draft = Pick<Posting, "kind" | "lines" | "about">;

/** Points set aside for one run of one training. */
export interface Hold {
  readonly id: string;
  readonly personId: string;
  readonly trainingId: string;
}

/** Points that come to a person, or go from them, for one business event. */
export interface Transfer {
  /** The key of the event. */
  readonly id: string;
  readonly personId: string;
  /** More than zero. */
  readonly points: number;
  readonly about: About;
}

/** A transfer that is to be undone, named by its event. */
export type Reversal = Omit<Transfer, "points">;

/**
 * The books. Every call names its business event, and the same event counts once, however often and from
 * wherever it is posted: a call that was cut off is simply made again.
 *
 * @throws (every call) DomainError `storage-failed`; `conflict` when others wrote first a hundred times
 */
export class Ledger {
  readonly #store: LedgerStore;
  readonly #clock: Clock;

  constructor(store: LedgerStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async balance(personId: string): Promise<Balance> {
    return (await this.#store.last(personId))?.after ?? NOTHING;
  }

  /**
   * Sets points aside. A hold that is there already is given as it is, also where the price has changed since.
   *
   * @param allow throws where the person may not spend so much. What it reads of the person's postings stands at the
   *   moment of the hold: of two Starts at once, one sees the other's
   * @throws DomainError `points-short` with `price` and `balance`; `hold-settled` once it was settled; what `allow` throws
   */
  async hold(
    hold: Hold,
    points: number,
    allow: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Posting> {
    mustBePositive(points);
    const { id, personId, trainingId } = hold;
    return this.#post(keyOfHold(id), personId, async () => {
      if ((await this.#store.get(keyOfSettlement(id))) !== undefined) throw new DomainError("hold-settled");
      await allow();
      return {
        kind: "hold",
        lines: { available: -points, held: points },
        about: { hold: id, training: trainingId },
      };
    });
  }

  /** Points that are held for it still. */
  async held({ id }: Hold): Promise<number> {
    const hold = await this.#store.get(keyOfHold(id));
    const settlement = await this.#store.get(keyOfSettlement(id));
    return settlement === undefined ? (hold?.lines.held ?? 0) : 0;
  }

  /**
   * Ends a hold, once: so much is charged, at most what is held, and the rest is the person's again. A hold that
   * never was is settled with nothing, and can then no longer be made.
   *
   * @param charge points; of these `rewards` go to whose datasets and models were used, the rest is revenue
   * @param about what it is to say beside that
   */
  async settle(hold: Hold, charge: number, rewards = 0, about: About = {}): Promise<Posting> {
    const { id, personId, trainingId } = hold;
    return this.#post(keyOfSettlement(id), personId, async () => {
      const held = (await this.#store.get(keyOfHold(id)))?.lines.held ?? 0;
      const lines = settlementLines(held, charge, rewards);
      return { kind: "settlement", lines, about: { ...about, hold: id, training: trainingId, charge } };
    });
  }

  /**
   * What a run was charged is the person's again, whole; that rewards were made of it is another matter.
   *
   * @throws DomainError `not-found` when nothing was charged
   */
  async returnCharge({ id, personId, trainingId }: Hold, about: About): Promise<Posting> {
    return this.#post(keyOfReturn(id), personId, async () => {
      const settlement = await this.#store.get(keyOfSettlement(id));
      if (settlement?.personId !== personId || chargeOf(settlement.lines) === 0)
        throw new DomainError("not-found");
      const lines = returnLines(settlement.lines);
      return { kind: "charge-return", lines, about: { ...about, hold: id, training: trainingId } };
    });
  }

  /** Points that were paid in Stars. */
  async purchase(transfer: Transfer): Promise<Posting> {
    return this.#receive("purchase", "stars", transfer);
  }

  /**
   * A purchase is paid back: all of its points go.
   *
   * @throws DomainError `not-found` when there was no such purchase; `points-short` when they are spent or held
   */
  async refundPurchase(reversal: Reversal): Promise<Posting> {
    return this.#reverse("purchase", "purchase-refund", reversal);
  }

  /** A gift code. */
  async gift(transfer: Transfer): Promise<Posting> {
    return this.#receive("gift", "gifts", transfer);
  }

  /** An administrator's correction in the person's favour. */
  async grant(transfer: Transfer): Promise<Posting> {
    return this.#receive("grant", "gifts", transfer);
  }

  /** A share of what somebody paid for a training on the person's dataset, or with their model. */
  async reward(transfer: Transfer): Promise<Posting> {
    return this.#receive("reward", "rewards", transfer);
  }

  /** A reward whose payment was taken back. @throws DomainError `not-found`; `points-short` when it is spent */
  async returnReward(reversal: Reversal): Promise<Posting> {
    return this.#reverse("reward", "reward-return", reversal);
  }

  #receive(kind: PostingKind, from: CommonAccount, transfer: Transfer): Promise<Posting> {
    const { id, personId, points, about } = transfer;
    mustBePositive(points);
    const lines: Lines = { available: points, [from]: -points };
    return this.#post(`${kind}/${id}`, personId, () => Promise.resolve({ kind, lines, about }));
  }

  #reverse(of: PostingKind, kind: PostingKind, { id, personId, about }: Reversal): Promise<Posting> {
    return this.#post(`${kind}/${id}`, personId, async () => {
      const original = await this.#store.get(`${of}/${id}`);
      if (original?.personId !== personId) throw new DomainError("not-found");
      return { kind, lines: reversed(original.lines), about };
    });
  }

  /**
   * Appends behind the person's last posting. What is looked up between the reading of that one and the append
   * cannot have changed when the append succeeds, since every posting of a person takes the next number.
   */
  async #post(id: string, personId: string, draft: () => Promise<Draft>): Promise<Posting> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const last = await this.#store.last(personId);
      const known = await this.#store.get(id);
      if (known !== undefined) return sameEvent(known, personId);
      const { kind, lines, about } = await draft();
      const before = last?.after ?? NOTHING;
      const after = balanceAfter(before, lines);
      if (after.available < 0 || after.held < 0) {
        // What the draft was made of may be newer than the balance; only the same moment is a reason to refuse.
        if ((await this.#store.last(personId))?.sequence !== last?.sequence) continue;
        throw new DomainError("points-short", { price: -(lines.available ?? 0), balance: before.available });
      }
      const sequence = (last?.sequence ?? 0) + 1;
      const posting = { id, personId, sequence, at: this.#clock.now(), kind, lines, after, about };
      if (await this.#store.append(posting)) return posting;
    }
    throw new DomainError("conflict");
  }
}

/** One event cannot be two persons': that would be a mistake of ours, and is not to pass as a repetition. */
function sameEvent(known: Posting, personId: string): Posting {
  if (known.personId !== personId) throw new Error(`the event ${known.id} is another person's`);
  return known;
}

function mustBePositive(points: number): void {
  if (!isWhole(points) || points === 0) throw new Error(`${points} is no number of points to move`);
}
