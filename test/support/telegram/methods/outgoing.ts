import { postAsBot } from "../actions.js";
import { badRequest, notEmulated } from "../api-error.js";
import { defined } from "../defined.js";
import { checkInlineKeyboard } from "../keyboard.js";
import { chatIdOf } from "../state/chats.js";
import type { ChatRecord } from "../state/chats.js";
import type { Media } from "../state/media.js";
import type { MessageContent, StoredMessage } from "../state/messages.js";
import type { InlineKeyboard, Message, Params, ReplyMarkup } from "../wire.js";
import { without } from "../without.js";
import type { World } from "../world.js";
import type { Call } from "./call.js";

/** What all sending methods have in common. */
export interface Target {
  chat_id: number | string;
  reply_parameters?: Params<"sendMessage">["reply_parameters"] | undefined;
  reply_markup?: ReplyMarkup | undefined;
  message_effect_id?: string | undefined;
  protect_content?: boolean | undefined;
}

const NOT_EMULATED = [
  "business_connection_id",
  "message_thread_id",
  "direct_messages_topic_id",
  "ephemeral_message_parameters",
  "suggested_post_parameters",
  "cover",
  "start_timestamp",
];

export interface Envelope {
  chat: ChatRecord;
  markup: ReplyMarkup | undefined;
  shared: MessageContent;
}

/** Checks where a message goes and what hangs on it. @throws ApiError 400 or 403 */
export function address(call: Call, params: Target, forInvoice = false): Envelope {
  const refused = NOT_EMULATED.find((name) => name in params);
  if (refused !== undefined) throw notEmulated(`parameter ${refused}`);
  const chat = call.world.chats.reachable(params.chat_id);
  const keyboard = checkInlineKeyboard(params.reply_markup, forInvoice);
  const shared: MessageContent = defined({
    reply_markup: keyboard,
    reply_to_message: repliedTo(call.world, chat, params.reply_parameters),
    effect_id: params.message_effect_id,
    has_protected_content: params.protect_content === true ? (true as const) : undefined,
  });
  return { chat, markup: params.reply_markup, shared };
}

/** Sends it, if the limits allow. @throws ApiError 429 */
export function post(
  call: Call,
  { chat, markup, shared }: Envelope,
  content: MessageContent,
  media?: Media,
): StoredMessage {
  call.world.limiter.take(chatIdOf(chat), 1);
  return postAsBot(call.world, chat, { ...shared, ...content }, { media, replyMarkup: markup });
}

function repliedTo(world: World, chat: ChatRecord, reply: Target["reply_parameters"]): Message | undefined {
  if (reply?.message_id === undefined) return undefined;
  if (reply.chat_id !== undefined && Number(reply.chat_id) !== chatIdOf(chat))
    throw notEmulated("replies to other chats");
  const found = world.messages.find(chatIdOf(chat), reply.message_id);
  // Telegram shows one level of replies only.
  if (found) return without(found.message, "reply_to_message");
  if (reply.allow_sending_without_reply === true) return undefined;
  throw badRequest("message to be replied not found");
}

interface EditTarget {
  chat_id?: number | string | undefined;
  message_id?: number | undefined;
  inline_message_id?: string | undefined;
  business_connection_id?: string | undefined;
  reply_markup?: ReplyMarkup | undefined;
}

export interface Editing {
  stored: StoredMessage;
  keyboard: InlineKeyboard | undefined;
}

/** The bot's own message that an edit is about. @throws ApiError 400 or 403 */
export function editable(call: Call, params: EditTarget): Editing {
  if (params.inline_message_id !== undefined) throw notEmulated("inline messages");
  if (params.chat_id === undefined) throw badRequest('parameter "chat_id" is required');
  if (params.message_id === undefined) throw badRequest("message identifier is not specified");
  const chat = call.world.chats.reachable(params.chat_id);
  const stored = call.world.messages.find(chatIdOf(chat), params.message_id);
  if (!stored) throw badRequest("message to edit not found");
  if (!stored.fromBot) throw badRequest("message can't be edited");
  return { stored, keyboard: checkInlineKeyboard(params.reply_markup) };
}
