import { badRequest } from "../api-error.js";
import { defined } from "../defined.js";
import { chatIdOf } from "../state/chats.js";
import type { MessageContent, StoredMessage } from "../state/messages.js";
import type { Message } from "../wire.js";
import type { Call, Handlers } from "./call.js";
import { address, post } from "./outgoing.js";
import { captionFields } from "./sending.js";

interface Source {
  from_chat_id: number | string;
  message_id: number;
}

function source(
  call: Call,
  { from_chat_id, message_id }: Source,
  purpose: "copy" | "forward",
): StoredMessage {
  const chat = call.world.chats.reachable(from_chat_id);
  const stored = call.world.messages.find(chatIdOf(chat), message_id);
  if (!stored) throw badRequest(`message to ${purpose} not found`);
  const { message } = stored;
  const copyable = message.text !== undefined || stored.media !== undefined || message.contact !== undefined;
  if (!copyable)
    throw badRequest(purpose === "copy" ? "message can't be copied" : "message can't be forwarded");
  return stored;
}

/** What goes along: the words and the media, the latter with new file ids. */
function contentOf(call: Call, { message, media }: StoredMessage): MessageContent {
  const { text, entities, caption, caption_entities, contact, link_preview_options } = message;
  const { show_caption_above_media, has_media_spoiler } = message;
  const fields = media ? call.world.files.fields(media) : {};
  return {
    ...fields,
    ...defined({ text, entities, caption, caption_entities, contact, link_preview_options }),
    ...defined({ show_caption_above_media, has_media_spoiler }),
  };
}

function originOf({ forward_origin, from, date }: Message): NonNullable<Message["forward_origin"]> {
  if (forward_origin) return forward_origin;
  if (!from) throw badRequest("message can't be forwarded");
  return { type: "user", date, sender_user: from };
}

export const copyingMethods = {
  copyMessage(params, call) {
    const stored = source(call, params, "copy");
    const envelope = address(call, params);
    const own = contentOf(call, stored);
    const replaced = params.caption !== undefined && stored.media !== undefined;
    if (replaced) {
      delete own.caption;
      delete own.caption_entities;
    }
    const content = replaced ? { ...own, ...captionFields(params) } : own;
    return { message_id: post(call, envelope, content, stored.media).message.message_id };
  },
  forwardMessage(params, call) {
    const stored = source(call, params, "forward");
    const content = { ...contentOf(call, stored), forward_origin: originOf(stored.message) };
    return post(call, address(call, params), content, stored.media).message;
  },
} satisfies Handlers;
