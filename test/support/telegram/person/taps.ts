import { userOf } from "../state/chats.js";
import type { PersonRecord } from "../state/chats.js";
import type { InlineButton, Message } from "../wire.js";
import type { CallbackAnswer, World } from "../world.js";
import type { ChatMessage } from "./message.js";
import { within } from "./waiting.js";

const TAP_TIMEOUT_MS = 10_000;

export type ButtonChoice = string | RegExp | ((button: InlineButton) => boolean);

export interface TapOptions {
  timeoutMs?: number;
  /** As an app that lags behind: takes buttons that were edited away as well, and taps a message that was deleted. */
  stale?: boolean;
}

/** A button that opens an address or copies a text asks the bot nothing. */
export type TapResult = CallbackAnswer & { copied?: string | undefined };

export async function tap(
  world: World,
  person: PersonRecord,
  message: ChatMessage,
  choice: ButtonChoice,
  options: TapOptions,
): Promise<TapResult> {
  if (message.deleted && options.stale !== true)
    throw new Error(`message ${message.id} was deleted: there is nothing to tap`);
  const button = findButton(message, choice, options.stale ?? false);
  world.events.emit("tap", { person: person.profile, message, button });
  if (button.url !== undefined) return { alert: false, url: button.url };
  if (button.copy_text !== undefined) return { alert: false, copied: button.copy_text.text };
  if (button.callback_data === undefined)
    throw new Error(`button "${button.text}" is of a kind that cannot be tapped here`);
  return sendCallback(world, person, message, button.callback_data, options);
}

/** Sends a callback query with any data: a forged one, too. */
export async function sendCallback(
  world: World,
  person: PersonRecord,
  message: ChatMessage,
  data: string,
  options: TapOptions = {},
): Promise<CallbackAnswer> {
  const { id, answer } = world.callbacks.ask();
  const chatInstance = String(BigInt(message.chatId) * 7_919n);
  world.updates.push("callback_query", {
    id,
    from: userOf(person),
    message: message.deleted ? inaccessible(message) : message.raw,
    chat_instance: chatInstance,
    data,
  });
  const timeoutMs = options.timeoutMs ?? TAP_TIMEOUT_MS;
  const given = await within(
    answer,
    timeoutMs,
    () => `the bot did not answer the tap "${data}" within ${timeoutMs} ms`,
  );
  const { text, alert, url } = given;
  world.events.emit("callbackAnswer", {
    person: person.profile,
    message,
    alert,
    ...(text === undefined ? {} : { text }),
    ...(url === undefined ? {} : { url }),
  });
  return given;
}

/** What the bot gets of a message that is gone. */
function inaccessible({ raw }: ChatMessage): Pick<Message, "chat" | "message_id" | "date"> {
  return { chat: raw.chat, message_id: raw.message_id, date: 0 };
}

function findButton(message: ChatMessage, choice: ButtonChoice, stale: boolean): InlineButton {
  const before = stale
    ? message.stored.history.flatMap(({ reply_markup }) => reply_markup?.inline_keyboard ?? [])
    : [];
  const buttons = [...message.keyboard, ...before.reverse()].flat();
  const fits = (button: InlineButton): boolean => {
    if (typeof choice === "function") return choice(button);
    return choice instanceof RegExp ? choice.test(button.text) : button.text === choice;
  };
  const found = buttons.find(fits);
  if (found) return found;
  const there = buttons.length === 0 ? "no buttons" : buttons.map(({ text }) => `[ ${text} ]`).join(" ");
  throw new Error(
    `message ${message.id} ("${message.text}") has no button ${String(choice)}; it has ${there}`,
  );
}
