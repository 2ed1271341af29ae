import type { Message } from "./wire.js";

/** A copy of the message that lacks these fields. */
export function without(message: Message, ...fields: (keyof Message)[]): Message {
  const dropped: readonly string[] = fields;
  return Object.fromEntries(Object.entries(message).filter(([key]) => !dropped.includes(key))) as Message;
}
