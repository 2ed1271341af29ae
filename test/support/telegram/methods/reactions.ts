import { badRequest } from "../api-error.js";
import { ChatMessage } from "../person/message.js";
import { chatIdOf } from "../state/chats.js";
import type { StoredMessage } from "../state/messages.js";
import type { Params } from "../wire.js";
import type { Call, Handlers } from "./call.js";

/** "If the message belongs to a media group, the reaction is set to the first non-deleted message in the group". */
function target(call: Call, chatId: number, messageId: number): StoredMessage {
  const { messages } = call.world;
  const named = messages.find(chatId, messageId);
  if (!named) throw badRequest("message to react not found");
  const album = named.message.media_group_id;
  if (album === undefined) return named;
  return messages.inChat(chatId).find(({ message }) => message.media_group_id === album) ?? named;
}

function react(call: Call, params: Params<"setMessageReaction">): true {
  const { world } = call;
  const { reaction: reactions = [] } = params;
  const chat = world.chats.reachable(params.chat_id);
  const stored = target(call, chatIdOf(chat), params.message_id);
  if (reactions.length > 1) throw badRequest("REACTIONS_TOO_MANY");
  if (reactions.some(({ type }) => type !== "emoji")) throw badRequest("REACTION_INVALID");
  // Telegram does not say whether it counts them; a bot that stays below is safe either way.
  world.limiter.take(stored.chatId, 1);
  stored.reactions.set(world.bot.id, reactions);
  world.events.emit("reaction", { message: new ChatMessage(stored), by: "bot", reactions });
  return true;
}

export const reactionMethods = {
  setMessageReaction: (params, call) => react(call, params),
} satisfies Handlers;
