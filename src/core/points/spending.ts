import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import { postingsOf } from "./all-postings.js";

const DAY_MS = 24 * 3600_000;
const HOUR_MS = 3600_000;

/** Points that were held for one run, less what came back of them: with its end, or given back since. */
export interface Spent {
  readonly hold: string;
  /** When they were held; milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly points: number;
}

/**
 * What a person spent since a moment, the newest first: what was held then, less what came back since.
 * What was held before and charged since is not among it.
 *
 * @param since milliseconds since 1970 (UTC)
 */
export async function spentSince(store: LedgerStore, personId: string, since: number): Promise<Spent[]> {
  const spent: Spent[] = [];
  const back = new Map<string, number>();
  for await (const { kind, at, lines, about } of postingsOf(store, personId)) {
    if (at < since) break;
    const hold = String(about["hold"]);
    // Newest first: a hold's settlement, and what was given back of that, are met before the hold.
    if (kind === "settlement" || kind === "charge-return")
      back.set(hold, (back.get(hold) ?? 0) + (lines.available ?? 0));
    if (kind === "hold") spent.push({ hold, at, points: (lines.held ?? 0) - (back.get(hold) ?? 0) });
  }
  return spent;
}

/** How many points a person may spend in any 24 hours. */
export class SpendingLimit {
  readonly #store: LedgerStore;
  readonly #clock: Clock;
  readonly #max: number;

  /** @param deps.max points */
  constructor(deps: { store: LedgerStore; clock: Clock; max: number }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#max = deps.max;
  }

  /**
   * Asked by the ledger while it makes a hold (see Ledger.hold): what is read here stands at the moment of the hold, so
   * that of two Starts at once the second is asked again and sees the first. The hold itself does not count, should it be
   * there already.
   *
   * @param price of the run
   * @param hold its hold's id
   * @throws DomainError `daily-spend` with `max`, `spent`, `price`, and in how many `hours` it fits; 0 for never
   */
  async check(personId: string, price: number, hold: string): Promise<void> {
    const now = this.#clock.now();
    const all = await spentSince(this.#store, personId, now - DAY_MS + 1);
    const others = all.filter((one) => one.hold !== hold && one.points > 0);
    const spent = others.reduce((sum, { points }) => sum + points, 0);
    if (price === 0 || spent + price <= this.#max) return;
    const hours = hoursUntilFree(others, spent + price - this.#max, now);
    throw new DomainError("daily-spend", { max: this.#max, spent, price, hours });
  }
}

/** Until so many points are a day old; 0 where there are not as many. */
function hoursUntilFree(spent: readonly Spent[], needed: number, now: number): number {
  let freed = 0;
  for (const { at, points } of [...spent].reverse()) {
    freed += points;
    if (freed >= needed) return Math.max(1, Math.ceil((at + DAY_MS - now) / HOUR_MS));
  }
  return 0;
}
