import { badRequest } from "../api-error.js";
import { defined } from "../defined.js";
import { composeCaption, composeText } from "../entities/compose.js";
import type { FormattedText } from "../entities/html-parser.js";
import type { Media } from "../state/media.js";
import type { MessageContent } from "../state/messages.js";
import { chatIdOf } from "../state/chats.js";
import { postAsBot } from "../actions.js";
import type { Entity, Message, Params } from "../wire.js";
import type { Call, Handlers } from "./call.js";
import { mediaFrom } from "./media-input.js";
import { address, post } from "./outgoing.js";
import type { Target } from "./outgoing.js";

interface Captioned {
  caption?: string | undefined;
  parse_mode?: string | undefined;
  caption_entities?: Entity[] | undefined;
  show_caption_above_media?: boolean | undefined;
  has_spoiler?: boolean | undefined;
}

type AlbumItem = Params<"sendMediaGroup">["media"][number];

/** How a text with its formatting stands in a message; without formatting the field is left out. */
export function textFields({ text, entities }: FormattedText): MessageContent {
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

/** The caption's fields; none where it is empty. @throws ApiError 400 */
export function captionFields(source: Captioned): MessageContent {
  const { caption = "", parse_mode, caption_entities } = source;
  const { text, entities } = composeCaption({
    text: caption,
    parseMode: parse_mode,
    entities: caption_entities,
  });
  return defined({
    caption: text === "" ? undefined : text,
    caption_entities: entities.length > 0 ? entities : undefined,
    show_caption_above_media: source.show_caption_above_media === true ? (true as const) : undefined,
    has_media_spoiler: source.has_spoiler === true ? (true as const) : undefined,
  });
}

function sendMedia(call: Call, params: Target & Captioned, media: Media): Message {
  const envelope = address(call, params);
  const content = { ...call.world.files.fields(media), ...captionFields(params) };
  return post(call, envelope, content, media).message;
}

async function albumItem(call: Call, item: AlbumItem): Promise<Media> {
  switch (item.type) {
    case "photo":
    case "document":
      return mediaFrom(call, item.type, item.media);
    case "video":
      return mediaFrom(call, item.type, item.media, item);
    case "audio":
    case "live_photo":
      throw badRequest(`not emulated: ${item.type} in an album`);
  }
}

async function sendAlbum(params: Params<"sendMediaGroup">, call: Call): Promise<Message[]> {
  const { media: items } = params;
  if (items.length < 2 || items.length > 10) throw badRequest("media group must include 2-10 items");
  const documents = items.filter(({ type }) => type === "document").length;
  if (documents > 0 && documents < items.length)
    throw badRequest("document can't be mixed with other media types");
  const { chat, shared } = address(call, params);
  const captions = items.map(captionFields);
  const media: Media[] = [];
  for (const item of items) media.push(await albumItem(call, item));
  call.world.limiter.take(chatIdOf(chat), items.length);
  const mediaGroupId = call.world.messages.newMediaGroupId();
  return media.map((one, index) => {
    const content = {
      ...shared,
      ...call.world.files.fields(one),
      ...captions[index],
      media_group_id: mediaGroupId,
    };
    return postAsBot(call.world, chat, content, { media: one }).message;
  });
}

export const sendingMethods = {
  sendMessage(params, call) {
    const envelope = address(call, params);
    const { text, parse_mode, entities, link_preview_options } = params;
    const content = textFields(composeText({ text, parseMode: parse_mode, entities }));
    return post(call, envelope, { ...content, ...defined({ link_preview_options }) }).message;
  },
  async sendPhoto(params, call) {
    address(call, params);
    return sendMedia(call, params, await mediaFrom(call, "photo", params.photo));
  },
  async sendDocument(params, call) {
    address(call, params);
    return sendMedia(
      call,
      params,
      await mediaFrom(call, "document", params.document, { thumbnail: params.thumbnail }),
    );
  },
  async sendVideo(params, call) {
    address(call, params);
    return sendMedia(call, params, await mediaFrom(call, "video", params.video, params));
  },
  async sendAnimation(params, call) {
    address(call, params);
    return sendMedia(call, params, await mediaFrom(call, "animation", params.animation, params));
  },
  async sendVoice(params, call) {
    address(call, params);
    return sendMedia(call, params, await mediaFrom(call, "voice", params.voice, params));
  },
  sendMediaGroup: sendAlbum,
} satisfies Handlers;
