import type { LedgerStore } from "../ports/ledger-store.js";
import { allPostings } from "./all-postings.js";
import {
  balanceAfter,
  COMMON_ACCOUNTS,
  NOTHING,
  sumOf,
  type Balance,
  type CommonAccount,
  type Posting,
} from "./posting.js";
import { RewardTally, type Rewarded } from "./reward-tally.js";
import { chargeOf } from "./settling.js";

export interface Audit {
  readonly persons: number;
  readonly postings: number;
  /** What all persons have together. */
  readonly balance: Balance;
  /** What the common accounts gained; below zero for those that points come from. */
  readonly common: Readonly<Record<CommonAccount, number>>;
  /** Holds that were not settled yet, by the hold's id. */
  readonly open: ReadonlyMap<string, { readonly personId: string; readonly points: number }>;
  /** Runs of which rewards were set aside or posted, by the hold. */
  readonly rewarded: ReadonlyMap<string, Rewarded>;
  /** What is not as it must be, a line each; none when the books are right. */
  readonly faults: readonly string[];
}

/** Reads the books from the first posting to the last and computes anew what they say. */
export async function audit(store: LedgerStore): Promise<Audit> {
  const reading = new Reading();
  for await (const posting of allPostings(store)) reading.take(posting);
  return reading.end();
}

class Reading {
  #persons = 0;
  #postings = 0;
  #last: Posting | undefined;
  #balance = NOTHING;
  readonly #common = Object.fromEntries(COMMON_ACCOUNTS.map((account) => [account, 0])) as Record<
    CommonAccount,
    number
  >;
  readonly #open = new Map<string, { personId: string; points: number }>();
  readonly #settled = new Set<string>();
  /** What the runs of the person who is read were charged and have not been given back. */
  readonly #charged = new Map<string, number>();
  readonly #rewards = new RewardTally();
  readonly #faults: string[] = [];

  take(posting: Posting): void {
    const { id, personId, sequence, lines, after } = posting;
    const before = this.#last?.personId === personId ? this.#last : undefined;
    if (before === undefined) {
      this.#persons += 1;
      this.#charged.clear();
    }
    this.#postings += 1;
    const expected = (before?.sequence ?? 0) + 1;
    if (sequence !== expected) this.#fault(id, `has the number ${sequence} where ${expected} follows`);
    if (sumOf(lines) !== 0) this.#fault(id, `moves ${sumOf(lines)} points out of nowhere`);
    const right = balanceAfter(before?.after ?? NOTHING, lines);
    if (right.available !== after.available || right.held !== after.held)
      this.#fault(id, `says ${told(after)} where its lines make ${told(right)}`);
    if (after.available < 0 || after.held < 0) this.#fault(id, `leaves ${told(after)}`);
    for (const account of COMMON_ACCOUNTS) this.#common[account] += lines[account] ?? 0;
    this.#balance = balanceAfter(this.#balance, lines);
    this.#follow(posting);
    this.#rewards.take(posting);
    this.#last = posting;
  }

  end(): Audit {
    const { available, held } = this.#balance;
    const common = Object.values(this.#common).reduce((sum, points) => sum + points, 0);
    if (available + held + common !== 0)
      this.#faults.push(`all accounts together have ${available + held + common} points instead of none`);
    const open = [...this.#open.values()].reduce((sum, { points }) => sum + points, 0);
    if (open !== held) this.#faults.push(`${held} points are held, but for holds of ${open}`);
    return {
      persons: this.#persons,
      postings: this.#postings,
      balance: this.#balance,
      common: this.#common,
      open: this.#open,
      rewarded: this.#rewards.runs,
      faults: this.#faults,
    };
  }

  #follow({ id, kind, personId, lines, about }: Posting): void {
    const hold = String(about["hold"]);
    if (kind === "charge-return") {
      const points = lines.available ?? 0;
      const charged = this.#charged.get(hold) ?? 0;
      if (points !== charged) this.#fault(id, `gives ${points} points back of ${charged} charged`);
      this.#charged.delete(hold);
    }
    if (kind !== "hold" && kind !== "settlement") return;
    if (this.#settled.has(hold)) this.#fault(id, `is of the hold ${hold}, which was settled before`);
    if (kind === "hold") {
      this.#open.set(hold, { personId, points: lines.held ?? 0 });
      return;
    }
    const held = this.#open.get(hold)?.points ?? 0;
    if (held + (lines.held ?? 0) !== 0)
      this.#fault(id, `settles ${-(lines.held ?? 0)} of ${held} held points`);
    this.#open.delete(hold);
    this.#settled.add(hold);
    this.#charged.set(hold, chargeOf(lines));
  }

  #fault(id: string, what: string): void {
    this.#faults.push(`posting ${id} ${what}`);
  }
}

function told({ available, held }: Balance): string {
  return `${available} points and ${held} held`;
}
