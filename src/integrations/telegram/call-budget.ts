import type { Clock } from "../../core/ports/clock.js";

interface Budget {
  readonly burst: number;
  readonly everyMs: number;
}

/**
 * Telegram takes about one message a second in a chat and 20 a minute in a group, and may count reactions among them.
 * The card that counts takes two of three; what comes beside it has these.
 */
const PRIVATE: Budget = { burst: 5, everyMs: 3_000 };
const GROUP: Budget = { burst: 3, everyMs: 10_000 };

/** How many more calls a chat bears beside its card: some at once, then one at a time. */
export class CallBudget {
  readonly #clock: Clock;
  readonly #spent = new Map<number, { readonly left: number; readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds until the chat bears another call; 0 for now. */
  waitMs(chatId: number): number {
    const { everyMs } = budgetOf(chatId);
    return Math.max(0, Math.ceil((1 - this.#left(chatId)) * everyMs));
  }

  /** Notes a call. */
  spend(chatId: number): void {
    const left = this.#left(chatId) - 1;
    this.#spent.delete(chatId);
    this.#spent.set(chatId, { left, at: this.#clock.now() });
    this.#dropFull();
  }

  #left(chatId: number): number {
    const { burst, everyMs } = budgetOf(chatId);
    const spent = this.#spent.get(chatId);
    if (spent === undefined) return burst;
    return Math.min(burst, spent.left + (this.#clock.now() - spent.at) / everyMs);
  }

  /** Chats that were quiet for long need no memory; the first in the map is the one that was quiet longest. */
  #dropFull(): void {
    for (const chatId of this.#spent.keys()) {
      if (this.#left(chatId) < budgetOf(chatId).burst) return;
      this.#spent.delete(chatId);
    }
  }
}

/** Groups have negative ids. */
function budgetOf(chatId: number): Budget {
  return chatId < 0 ? GROUP : PRIVATE;
}
