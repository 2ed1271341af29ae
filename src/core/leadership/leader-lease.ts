import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Logger } from "../ports/logger.js";
import type { ProcessWatch } from "../ports/process-watch.js";
import { parseTenure, Stillness, type Tenure } from "./tenure.js";

const NAMESPACE = "leaders";

export interface LeaseDependencies {
  readonly keyValues: KeyValueStore;
  /** What is led; one leader for each. */
  readonly office: string;
  /** Names this life of this process among all. */
  readonly id: string;
  readonly watch: ProcessWatch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The right to lead, as it stands in the database. Who was frozen past its lease knows so when it wakes, before
 * it asks anybody: by its own clocks. Others count the lease by theirs, from when they saw the last renewal, so
 * clocks that differ between machines do no harm.
 */
export class LeaderLease {
  readonly #deps: LeaseDependencies;
  readonly #length: number;
  readonly #margin: number;
  readonly #onLost: (reason: string) => void;
  readonly #stillness = new Stillness(steady);
  #tenure: Tenure | undefined;
  /** By the clock that is never set, and by the one that goes on while the machine sleeps. */
  #until = { steady: 0, wall: 0 };
  #expiry: NodeJS.Timeout | undefined;

  /**
   * @param terms.length milliseconds after which one that was not renewed may be another's
   * @param terms.margin by how many of them the holder lets go earlier
   * @param onLost called once when it was taken and is lost
   */
  constructor(
    deps: LeaseDependencies,
    terms: { length: number; margin: number },
    onLost: (reason: string) => void,
  ) {
    this.#deps = deps;
    this.#length = terms.length;
    this.#margin = terms.margin;
    this.#onLost = onLost;
  }

  /** It was taken, and is not known to be lost. */
  get taken(): boolean {
    return this.#tenure !== undefined;
  }

  /** Whether it holds at this very instant. */
  get holds(): boolean {
    return this.taken && steady() < this.#until.steady && this.#deps.clock.now() < this.#until.wall;
  }

  /** Takes it if it is free. Gives whether it did. @throws DomainError `storage-failed` */
  async take(): Promise<boolean> {
    const { keyValues, office, id, watch } = this.#deps;
    const stored = await keyValues.read(NAMESPACE, office);
    if (!(await this.#isFree(stored))) return false;
    const asked = this.#times();
    const tenure: Tenure = {
      leader: id,
      // Never the same as before: others must see that it was taken anew.
      renewals: (parseTenure(stored)?.renewals ?? 0) + 1,
      process: (await watch.mark()) as Tenure["process"],
      over: false,
    };
    if (!(await keyValues.compareAndSet(NAMESPACE, office, stored, tenure))) return false;
    this.#hold(tenure, asked);
    return true;
  }

  /** @throws DomainError `storage-failed` */
  async renew(): Promise<void> {
    const tenure = this.#tenure;
    if (tenure === undefined) return;
    const { keyValues, office, id } = this.#deps;
    const asked = this.#times();
    const next = { ...tenure, renewals: tenure.renewals + 1 };
    if (await keyValues.compareAndSet(NAMESPACE, office, tenure, next)) {
      // It may have been lost while the answer was on its way: then it is asked for like any other.
      if (this.#tenure === tenure) this.#hold(next, asked);
      return;
    }
    const found = parseTenure(await keyValues.read(NAMESPACE, office));
    if (found?.leader !== id) this.#lose("another process leads now");
    // The answer to an earlier renewal was lost.
    else if (this.#tenure === tenure) this.#tenure = found;
  }

  /** Lets another take it at once. */
  async giveUp(): Promise<void> {
    clearTimeout(this.#expiry);
    const tenure = this.#tenure;
    this.#tenure = undefined;
    if (tenure === undefined) return;
    const { keyValues, office, logger } = this.#deps;
    try {
      await keyValues.compareAndSet(NAMESPACE, office, tenure, { ...tenure, over: true });
    } catch (error) {
      // The others wait for its end instead.
      logger.warn("could not step down", { error });
    }
  }

  async #isFree(stored: unknown): Promise<boolean> {
    if (stored === undefined) return true;
    if (this.#stillness.of(stored) >= this.#length) return true;
    const tenure = parseTenure(stored);
    if (tenure === undefined) return false;
    // Its own: it ran out, or the answer to the write was lost.
    if (tenure.over || tenure.leader === this.#deps.id) return true;
    return (await this.#deps.watch.stateOf(tenure.process)) === "ended";
  }

  #hold(tenure: Tenure, asked: { steady: number; wall: number }): void {
    const length = this.#length - this.#margin;
    this.#tenure = tenure;
    this.#until = { steady: asked.steady + length, wall: asked.wall + length };
    clearTimeout(this.#expiry);
    const left = Math.max(0, this.#until.steady - steady());
    this.#expiry = setTimeout(() => {
      this.#lose("the lease could not be renewed in time");
    }, left);
    this.#expiry.unref();
  }

  #lose(reason: string): void {
    clearTimeout(this.#expiry);
    if (this.#tenure === undefined) return;
    this.#tenure = undefined;
    this.#onLost(reason);
  }

  #times(): { steady: number; wall: number } {
    return { steady: steady(), wall: this.#deps.clock.now() };
  }
}

/** Milliseconds of a clock that is never set. */
function steady(): number {
  return performance.now();
}
