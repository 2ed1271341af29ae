import { tooManyRequests } from "./api-error.js";
import type { Clock } from "./clock.js";

export interface RateLimit {
  /** Messages that may be sent at once after a pause. */
  burst: number;
  /** Messages a second in the long run. */
  perSecond: number;
}

export interface RateLimits {
  privateChat: RateLimit;
  group: RateLimit;
  overall: RateLimit;
}

/**
 * Telegram's FAQ ("My bot is hitting limits"): about one message a second in a chat with short bursts allowed,
 * 20 messages a minute in a group, about 30 a second overall. The size of the burst is not documented.
 */
export const TELEGRAM_LIMITS: RateLimits = {
  privateChat: { burst: 20, perSecond: 1 },
  group: { burst: 20, perSecond: 20 / 60 },
  overall: { burst: 30, perSecond: 30 },
};

interface Bucket {
  tokens: number;
  at: number;
}

/** Counts messages and edits, a token bucket for each chat and one for all. */
export class Limiter {
  readonly #chats = new Map<number, Bucket>();
  #overall: Bucket | undefined;

  constructor(
    private readonly clock: Clock,
    public limits: RateLimits | null,
  ) {}

  /** @throws ApiError 429 with retry_after in whole seconds; nothing is counted then */
  take(chatId: number, messages: number): void {
    if (this.limits === null) return;
    const limit = chatId < 0 ? this.limits.group : this.limits.privateChat;
    const chat = this.#filled(this.#chats.get(chatId), limit);
    const overall = this.#filled(this.#overall, this.limits.overall);
    const wait = Math.max(missing(chat, messages, limit), missing(overall, messages, this.limits.overall));
    if (wait > 0) throw tooManyRequests(Math.ceil(wait));
    chat.tokens -= messages;
    overall.tokens -= messages;
    this.#chats.set(chatId, chat);
    this.#overall = overall;
  }

  clear(): void {
    this.#chats.clear();
    this.#overall = undefined;
  }

  #filled(bucket: Bucket | undefined, limit: RateLimit): Bucket {
    const now = this.clock.now();
    if (!bucket) return { tokens: limit.burst, at: now };
    const gained = ((now - bucket.at) / 1000) * limit.perSecond;
    return { tokens: Math.min(bucket.tokens + gained, limit.burst), at: now };
  }
}

/** Seconds until there are enough tokens. An album larger than the burst needs a full bucket and no more. */
function missing(bucket: Bucket, wanted: number, limit: RateLimit): number {
  return Math.max(Math.min(wanted, limit.burst) - bucket.tokens, 0) / limit.perSecond;
}
