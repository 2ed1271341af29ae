import sharp from "sharp";
import type { ChatMessage } from "../support/telegram/index.js";
import type { PageEntry, PageMedia, PageMessage } from "./page-content.js";
import type { Moment } from "./recording.js";

/** Sharp on a dense screen, and a page of fifty pictures stays some megabytes. */
const PICTURE_WIDTH = 800;
const ALBUM_WIDTH = 320;
const QUOTED_CHARACTERS = 60;

/** What a page shows of a chat, with its pictures taken in: the Telegram that has them may go afterwards. */
export function chatEntries(moments: readonly Moment[]): Promise<PageEntry[]> {
  return Promise.all(
    moments.map((moment) => (moment.kind === "message" ? entryOf(moment.message) : Promise.resolve(moment))),
  );
}

async function entryOf(message: ChatMessage): Promise<PageMessage> {
  const { media, mediaGroupId: album, raw } = message;
  const quoted = raw.reply_to_message;
  return {
    kind: "message",
    fromBot: message.fromBot,
    html: message.html,
    buttons: message.keyboard.map((row) => row.map(({ text }) => text)),
    ...(media === undefined ? {} : { media: await mediaOf(media, album !== undefined) }),
    ...(album === undefined ? {} : { album }),
    sent: new Date(raw.date * 1000),
    edits: message.edits.length,
    deleted: message.deleted,
    reactions: [...message.reactions.values()]
      .flat()
      .map((reaction) => (reaction.type === "emoji" ? reaction.emoji : "⭐")),
    ...(quoted === undefined ? {} : { replyTo: beginning(quoted) }),
  };
}

async function mediaOf(media: NonNullable<ChatMessage["media"]>, small: boolean): Promise<PageMedia> {
  const { kind, path, size, width, height } = media;
  if (kind !== "photo" || width === undefined || height === undefined)
    return { kind: "file", name: media.fileName ?? kind, bytes: size };
  const bytes = await sharp(path)
    .resize({ width: small ? ALBUM_WIDTH : PICTURE_WIDTH, withoutEnlargement: true })
    .webp({ quality: 82 })
    .toBuffer();
  return { kind: "picture", source: `data:image/webp;base64,${bytes.toString("base64")}`, width, height };
}

/** The first line of a message, as the app quotes it; what it is where it has no words. */
function beginning(message: NonNullable<ChatMessage["raw"]["reply_to_message"]>): string {
  const file = message.document?.file_name ?? (message.photo === undefined ? "📎" : "🖼");
  const text = message.text ?? message.caption ?? file;
  const [line = ""] = text.split("\n");
  const characters = Array.from(line);
  return characters.length > QUOTED_CHARACTERS ? `${characters.slice(0, QUOTED_CHARACTERS).join("")}…` : line;
}
