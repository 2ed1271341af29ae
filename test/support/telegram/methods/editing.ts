import { deleteMessage, editMessage } from "../actions.js";
import { badRequest } from "../api-error.js";
import { defined } from "../defined.js";
import { composeText } from "../entities/compose.js";
import { chatIdOf } from "../state/chats.js";
import type { ChatRecord } from "../state/chats.js";
import type { Media } from "../state/media.js";
import type { StoredMessage } from "../state/messages.js";
import type { Message, Params } from "../wire.js";
import { without } from "../without.js";
import type { Call, Handlers } from "./call.js";
import { mediaFrom } from "./media-input.js";
import { editable } from "./outgoing.js";
import { captionFields, textFields } from "./sending.js";

const DELETABLE_SECONDS = 48 * 3600;
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

function change(call: Call, stored: StoredMessage, next: Message, media?: Media): Message {
  call.world.limiter.take(stored.chatId, 1);
  if (!editMessage(call.world, stored, next, media)) throw badRequest(NOT_MODIFIED);
  return stored.message;
}

function editedMedia(call: Call, { media }: Params<"editMessageMedia">): Promise<Media> {
  switch (media.type) {
    case "photo":
    case "document":
      return mediaFrom(call, media.type, media.media);
    case "video":
    case "animation":
      return mediaFrom(call, media.type, media.media, media);
    case "audio":
    case "live_photo":
      throw badRequest(`not emulated: ${media.type} in an edit`);
  }
}

/** A bot may delete its own messages, and in a private chat the person's; none that is older than 48 hours. */
function deletable(call: Call, chat: ChatRecord, messageId: number): StoredMessage {
  const stored = call.world.messages.find(chatIdOf(chat), messageId);
  if (!stored) throw badRequest("message to delete not found");
  const allowed = stored.fromBot || chat.type === "private" || chat.group.botStatus === "administrator";
  const age = call.world.clock.seconds() - stored.message.date;
  if (!allowed || age > DELETABLE_SECONDS) throw badRequest("message can't be deleted");
  return stored;
}

export const editingMethods = {
  editMessageText(params, call) {
    const { stored, keyboard } = editable(call, params);
    if (params.text === undefined) throw badRequest("not emulated: rich messages");
    const text = composeText({ text: params.text, parseMode: params.parse_mode, entities: params.entities });
    if (stored.message.text === undefined) throw badRequest("there is no text in the message to edit");
    const { link_preview_options } = params;
    const rest = without(stored.message, "text", "entities", "reply_markup", "link_preview_options");
    return change(call, stored, {
      ...rest,
      ...textFields(text),
      ...defined({ link_preview_options, reply_markup: keyboard }),
    });
  },
  editMessageCaption(params, call) {
    const { stored, keyboard } = editable(call, params);
    const caption = captionFields(params);
    if (stored.media === undefined) throw badRequest("there is no caption in the message to edit");
    const rest = without(
      stored.message,
      "caption",
      "caption_entities",
      "show_caption_above_media",
      "reply_markup",
    );
    return change(call, stored, { ...rest, ...caption, ...defined({ reply_markup: keyboard }) });
  },
  async editMessageMedia(params, call) {
    const { stored, keyboard } = editable(call, params);
    const caption = captionFields(params.media);
    const media = await editedMedia(call, params);
    const rest = without(
      stored.message,
      ...([
        "photo",
        "document",
        "video",
        "animation",
        "voice",
        "text",
        "entities",
        "link_preview_options",
      ] as const),
      ...([
        "caption",
        "caption_entities",
        "show_caption_above_media",
        "has_media_spoiler",
        "reply_markup",
      ] as const),
    );
    const fields = call.world.files.fields(media);
    return change(
      call,
      stored,
      { ...rest, ...fields, ...caption, ...defined({ reply_markup: keyboard }) },
      media,
    );
  },
  editMessageReplyMarkup(params, call) {
    const { stored, keyboard } = editable(call, params);
    return change(call, stored, {
      ...without(stored.message, "reply_markup"),
      ...defined({ reply_markup: keyboard }),
    });
  },
  deleteMessage(params, call) {
    const chat = call.world.chats.reachable(params.chat_id);
    deleteMessage(call.world, deletable(call, chat, params.message_id));
    return true;
  },
  deleteMessages(params, call) {
    const { message_ids: ids } = params;
    if (ids.length === 0 || ids.length > 100) throw badRequest("message_ids must hold 1-100 identifiers");
    const chat = call.world.chats.reachable(params.chat_id);
    // Those that cannot be found are skipped, as the documentation says.
    for (const id of ids) {
      if (call.world.messages.find(chatIdOf(chat), id)) deleteMessage(call.world, deletable(call, chat, id));
    }
    return true;
  },
} satisfies Handlers;
