import { ChatMessage } from "./person/message.js";
import { userOf } from "./state/chats.js";
import type { ChatRecord, GroupRecord, PersonRecord } from "./state/chats.js";
import type { Media } from "./state/media.js";
import type { MessageContent, MessageExtras, StoredMessage } from "./state/messages.js";
import type { Message } from "./wire.js";
import type { World } from "./world.js";

/** What happens in a chat, whoever does it: kept, told to the bot where it is its business, and announced. */

export function postAsBot(
  world: World,
  chat: ChatRecord,
  content: MessageContent,
  extras: Omit<MessageExtras, "fromBot"> = {},
): StoredMessage {
  const stored = world.messages.add(chat, { from: world.bot, ...content }, { ...extras, fromBot: true });
  world.events.emit("botMessage", new ChatMessage(stored));
  return stored;
}

export function postAsPerson(
  world: World,
  person: PersonRecord,
  chat: ChatRecord,
  content: MessageContent,
  media?: Media,
): StoredMessage {
  if (chat.type === "private") {
    if (person.blocked) throw new Error("the person has blocked the bot: unblock it before writing to it");
    person.started = true;
  }
  const stored = world.messages.add(chat, { from: userOf(person), ...content }, { media, fromBot: false });
  world.events.emit("personMessage", new ChatMessage(stored));
  if (seenByBot(world, chat, stored.message)) world.updates.push("message", stored.message);
  return stored;
}

/** Gives false where nothing would change. */
export function editMessage(world: World, stored: StoredMessage, next: Message, media?: Media): boolean {
  if (!world.messages.edit(stored, next, media)) return false;
  world.events.emit("edit", new ChatMessage(stored));
  return true;
}

export function deleteMessage(world: World, stored: StoredMessage): void {
  stored.deleted = true;
  world.events.emit("delete", new ChatMessage(stored));
}

/** With privacy mode on, a bot in a group sees commands, answers to its own messages and service messages. */
export function seenByBot(world: World, chat: ChatRecord, message: Message): boolean {
  if (chat.type === "private") return true;
  if (!isMember(chat.group)) return false;
  if (!world.options.privacyMode || chat.group.botStatus === "administrator") return true;
  if (message.text === undefined && message.caption === undefined && isService(message)) return true;
  return isReplyTo(message, world.bot.id) || isCommandFor(message, world.bot.username ?? "");
}

function isMember(group: GroupRecord): boolean {
  return group.botStatus === "member" || group.botStatus === "administrator";
}

function isService(message: Message): boolean {
  return [
    message.new_chat_members,
    message.left_chat_member,
    message.pinned_message,
    message.successful_payment,
  ].some((field) => field !== undefined);
}

function isReplyTo(message: Message, botId: number): boolean {
  return message.reply_to_message?.from?.id === botId;
}

function isCommandFor(message: Message, username: string): boolean {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  return entities.some(({ type, offset, length }) => {
    if (type !== "bot_command") return false;
    const addressee = text.slice(offset, offset + length).split("@")[1];
    return addressee === undefined || addressee.toLowerCase() === username.toLowerCase();
  });
}
