import type { Clock } from "../../core/ports/clock.js";
import { TokenBuckets } from "../../core/training/token-buckets.js";

/**
 * Telegram takes about one message a second in a chat and 20 a minute in a group, and may count reactions among them.
 * The card that counts takes two of three; what comes beside it has these.
 */
const PRIVATE = { burst: 5, everyMs: 3_000 } as const;
const GROUP = { burst: 3, everyMs: 10_000 } as const;

/** How many more calls a chat bears beside its card: some at once, then one at a time. */
export class CallBudget {
  readonly #clock: Clock;
  readonly #private = new TokenBuckets<number>(PRIVATE);
  readonly #groups = new TokenBuckets<number>(GROUP);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds until the chat bears another call; 0 for now. */
  waitMs(chatId: number): number {
    return this.#of(chatId).waitMs(chatId, this.#clock.now());
  }

  /** Notes a call. */
  spend(chatId: number): void {
    this.#of(chatId).spend(chatId, this.#clock.now());
  }

  /** Groups have negative ids. */
  #of(chatId: number): TokenBuckets<number> {
    return chatId < 0 ? this.#groups : this.#private;
  }
}
