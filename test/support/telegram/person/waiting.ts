import type { EmulatorEvents } from "../events.js";
import type { ChatMessage } from "./message.js";

const DEFAULT_TIMEOUT_MS = 10_000;

export type MessagePredicate = RegExp | ((message: ChatMessage) => boolean);

export interface WaitOptions {
  timeoutMs?: number;
  /** Only what was sent or edited later than this message's present state, or than a mark taken by `mark()`. */
  after?: ChatMessage | number;
}

interface Watched {
  events: EmulatorEvents;
  chatId: number;
  messages: () => ChatMessage[];
  describe: () => string;
}

/** The bot's first message that fits, sent already or still to come; an edit counts as well. */
export function waitForMessage(
  watched: Watched,
  predicate: MessagePredicate,
  options: WaitOptions,
): Promise<ChatMessage> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, after } = options;
  const floor = typeof after === "number" ? after : (after?.stored.sequence ?? 0);
  const fits = (message: ChatMessage): boolean =>
    message.fromBot && !message.deleted && message.stored.sequence > floor && matches(message, predicate);
  const present = watched.messages().findLast(fits);
  if (present) return Promise.resolve(present);
  const { events } = watched;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      events.off("botMessage", look).off("edit", look);
    };
    const look = (message: ChatMessage): void => {
      if (message.chatId !== watched.chatId) return;
      try {
        if (!fits(message)) return;
        resolve(message);
      } catch (error) {
        // A predicate that throws is the test's fault: it must not reach the bot as a refused call.
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      stop();
    };
    const timer = setTimeout(() => {
      stop();
      reject(
        new Error(
          `no message fits ${String(predicate)} within ${timeoutMs} ms. The chat:\n${watched.describe()}`,
        ),
      );
    }, timeoutMs);
    events.on("botMessage", look).on("edit", look);
  });
}

function matches(message: ChatMessage, predicate: MessagePredicate): boolean {
  return predicate instanceof RegExp ? predicate.test(message.text) : predicate(message);
}

/** Gives up on a promise after a time, saying what was waited for. */
export async function within<T>(promise: Promise<T>, timeoutMs: number, message: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(message()));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
