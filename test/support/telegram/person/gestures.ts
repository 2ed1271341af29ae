import { editMessage, seenByBot } from "../actions.js";
import { ChatMessage } from "./message.js";
import { chatOf, userOf } from "../state/chats.js";
import type { ChatRecord, PersonRecord } from "../state/chats.js";
import type { Reaction } from "../wire.js";
import { without } from "../without.js";
import type { World } from "../world.js";
import { captionOf, typed } from "./outbox.js";

export type ReactionEmoji = Extract<Reaction, { type: "emoji" }>["emoji"];

/** A person's reaction; in a group the bot hears of it only as an administrator. */
export function react(
  world: World,
  person: PersonRecord,
  chat: ChatRecord,
  message: ChatMessage,
  emoji: ReactionEmoji | null,
): void {
  const { stored } = message;
  const old_reaction = stored.reactions.get(person.profile.id) ?? [];
  const new_reaction: Reaction[] = emoji === null ? [] : [{ type: "emoji", emoji }];
  stored.reactions.set(person.profile.id, new_reaction);
  world.events.emit("reaction", {
    message: new ChatMessage(stored),
    by: person.profile,
    reactions: new_reaction,
  });
  if (chat.type === "supergroup" && chat.group.botStatus !== "administrator") return;
  world.updates.push("message_reaction", {
    chat: chatOf(chat),
    message_id: message.id,
    user: userOf(person),
    date: world.clock.seconds(),
    old_reaction,
    new_reaction,
  });
}

/** A person's edit of their own text or caption. */
export function editText(
  world: World,
  person: PersonRecord,
  chat: ChatRecord,
  message: ChatMessage,
  text: string,
): void {
  if (message.raw.from?.id !== person.profile.id) throw new Error("one edits only one's own messages");
  const next = without(message.raw, "text", "entities", "caption", "caption_entities");
  const content = message.media === undefined ? typed(text) : captionOf(text);
  if (!editMessage(world, message.stored, { ...next, ...content })) return;
  if (seenByBot(world, chat, message.raw)) world.updates.push("edited_message", message.raw);
}

/** The keys under the input field, as the bot's newest message about them left them. */
export function replyKeyboard(messages: ChatMessage[]): string[][] {
  const last = messages.findLast(({ stored }) => {
    const { replyMarkup } = stored;
    return replyMarkup !== undefined && ("keyboard" in replyMarkup || "remove_keyboard" in replyMarkup);
  });
  const markup = last?.stored.replyMarkup;
  if (!markup || !("keyboard" in markup)) return [];
  return markup.keyboard.map((row) => row.map((key) => (typeof key === "string" ? key : key.text)));
}
