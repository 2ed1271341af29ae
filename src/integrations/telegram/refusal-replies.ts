import type { Message } from "grammy/types";

/** Drafts of this many people at once are told apart. */
const REMEMBERED = 1_000;
/** What is refused within this of the first one is one act of its sender: forty photos come in as many messages. */
const ACT_SECONDS = 60;
/** How often one reason is told of an act; those that are not here are told of each photo. */
const MOST: Readonly<Record<string, number>> = { "dataset-full": 1, "image-repeated": 5 };

interface Act {
  readonly since: number;
  readonly told: number;
}

/**
 * A reason that holds for all that follows is not said to each photo: at Telegram's pace of a message a second the
 * answers to two hundred would be in the way of everything else.
 */
export class RefusalReplies {
  readonly #acts = new Map<string, Act>();

  /** @returns "tell", then once "last", that no more will be told, and "silent" from there on */
  next(draftId: string, code: string, { date }: Pick<Message, "date">): "tell" | "last" | "silent" {
    const most = MOST[code];
    if (most === undefined) return "tell";
    const key = `${draftId}/${code}`;
    const known = this.#acts.get(key);
    const act = known === undefined || date - known.since > ACT_SECONDS ? { since: date, told: 0 } : known;
    this.#remember(key, { ...act, told: act.told + 1 });
    if (act.told < most) return "tell";
    return act.told === most && most > 1 ? "last" : "silent";
  }

  #remember(key: string, act: Act): void {
    this.#acts.delete(key);
    this.#acts.set(key, act);
    const [oldest] = this.#acts.keys();
    if (this.#acts.size > REMEMBERED && oldest !== undefined) this.#acts.delete(oldest);
  }
}
