import { badRequest, forbidden, notEmulated } from "../api-error.js";
import { chatIdOf, chatOf, memberOf } from "../state/chats.js";
import type { ChatRecord } from "../state/chats.js";
import type { StoredMessage } from "../state/messages.js";
import { defined } from "../defined.js";
import type { Params, Result } from "../wire.js";
import type { Call, Handlers } from "./call.js";

/** Telegram's default for chats that restrict nothing. */
const MAX_REACTIONS = 11;
const GIFTS = {
  unlimited_gifts: true,
  limited_gifts: true,
  unique_gifts: true,
  premium_subscription: true,
  gifts_from_channels: true,
};

function pinnable(call: Call, params: Params<"pinChatMessage">): StoredMessage {
  if (params.business_connection_id !== undefined) throw notEmulated("business connections");
  const chat = call.world.chats.reachable(params.chat_id);
  requirePinRight(chat);
  const stored = call.world.messages.find(chatIdOf(chat), params.message_id);
  if (!stored) throw badRequest("message to pin not found");
  return stored;
}

function requirePinRight(chat: ChatRecord): void {
  if (chat.type === "private" || chat.group.botStatus === "administrator") return;
  throw badRequest("not enough rights to manage pinned messages in the chat");
}

function unpin(call: Call, params: Params<"unpinChatMessage">): true {
  const chat = call.world.chats.reachable(params.chat_id);
  requirePinRight(chat);
  const pinned = call.world.messages.inChat(chatIdOf(chat)).filter((stored) => stored.pinned);
  const wanted = params.message_id;
  const found =
    wanted === undefined ? pinned.at(-1) : pinned.find(({ message }) => message.message_id === wanted);
  if (!found) throw badRequest("message to unpin not found");
  found.pinned = false;
  return true;
}

function fullInfo(call: Call, chat: ChatRecord): Result<"getChat"> {
  const pinned = call.world.messages.inChat(chatIdOf(chat)).findLast((stored) => stored.pinned);
  return {
    ...chatOf(chat),
    accent_color_id: Math.abs(chatIdOf(chat)) % 7,
    max_reaction_count: MAX_REACTIONS,
    accepted_gift_types: GIFTS,
    ...defined({ pinned_message: pinned?.message }),
  };
}

export const chatMethods = {
  getChat: (params, call) => fullInfo(call, call.world.chats.find(params.chat_id)),
  getChatMember(params, { world }) {
    const chat = world.chats.find(params.chat_id);
    if (chat.type === "private") throw notEmulated("members of a private chat");
    if (chat.group.botStatus === "kicked") throw forbidden("bot was kicked from the supergroup chat");
    return memberOf(chat.group, params.user_id, world.bot, world.chats);
  },
  leaveChat(params, { world }) {
    const chat = world.chats.reachable(params.chat_id);
    if (chat.type === "private") throw badRequest("chat member status can't be changed in private chats");
    chat.group.botStatus = "left";
    return true;
  },
  sendChatAction(params, { world }) {
    const chat = world.chats.reachable(params.chat_id);
    world.events.emit("chatAction", { chatId: chatIdOf(chat), action: params.action });
    return true;
  },
  pinChatMessage(params, call) {
    pinnable(call, params).pinned = true;
    return true;
  },
  unpinChatMessage: (params, call) => unpin(call, params),
  getUserProfilePhotos(params, { world }) {
    const person = world.chats.people.get(params.user_id);
    if (!person) throw badRequest("user not found");
    return { total_count: 0, photos: [] };
  },
} satisfies Handlers;
