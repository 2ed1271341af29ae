import { TokenBuckets } from "../../core/training/token-buckets.js";

/** How fast one person may go on for ever, and how much at once. */
export interface Pace {
  readonly perMinute: number;
  readonly burst: number;
}

/** What comes of an update: it is dealt with; it is not, and the person is to be told; it is left aside. */
export type FloodVerdict = "take" | "tell" | "leave";

interface Rest {
  readonly until: number;
  /** The update that was too much. */
  readonly by: number;
  told: boolean;
}

/**
 * Holds each person to a pace. Who exceeds it rests until their bucket would be full again: a limit that opened for a
 * single token would answer one message, leave one aside, and so on.
 *
 * It is kept in memory alone. One process handles updates at a time, and what the next one forgets is one burst for
 * each person; a write for each update would cost honest people more than a flood costs the bot.
 */
export class FloodLimit {
  readonly #buckets: TokenBuckets<number>;
  readonly #resting = new Map<number, Rest>();
  readonly #restMs: number;

  constructor({ perMinute, burst }: Pace) {
    const everyMs = 60_000 / perMinute;
    this.#restMs = burst * everyMs;
    this.#buckets = new TokenBuckets({ burst, everyMs });
  }

  /**
   * @param update.repeat handled before, in part: it was let through then, and is now, at no cost
   * @param at when the person sent it, in milliseconds: what piled up while the bot was away is no flood
   */
  judge(
    personId: number,
    update: { readonly id: number; readonly repeat: boolean },
    at: number,
  ): FloodVerdict {
    const rest = this.#restOf(personId, at);
    if (update.repeat && rest?.by !== update.id) return "take";
    if (rest !== undefined) return rest.told ? "leave" : "tell";
    if (this.#buckets.take(personId, at)) return "take";
    this.#resting.set(personId, { until: at + this.#restMs, by: update.id, told: false });
    return "tell";
  }

  /** Until when a person rests, in milliseconds; undefined for one who does not. */
  until(personId: number): number | undefined {
    return this.#resting.get(personId)?.until;
  }

  /** The person knows. */
  told(personId: number): void {
    const rest = this.#resting.get(personId);
    if (rest !== undefined) rest.told = true;
  }

  /** Those in front began to rest first; each rests for the same time. */
  #restOf(personId: number, at: number): Rest | undefined {
    for (const [resting, { until }] of this.#resting) {
      if (until > at) break;
      this.#resting.delete(resting);
    }
    const rest = this.#resting.get(personId);
    if (rest === undefined || rest.until > at) return rest;
    this.#resting.delete(personId);
    return undefined;
  }
}
