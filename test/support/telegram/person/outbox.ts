import { basename } from "node:path";
import mime from "mime";
import { postAsPerson } from "../actions.js";
import { defined } from "../defined.js";
import { composeCaption, composeTyped } from "../entities/compose.js";
import { userOf } from "../state/chats.js";
import type { ChatRecord, PersonProfile, PersonRecord } from "../state/chats.js";
import type { Media } from "../state/media.js";
import type { MessageContent, StoredMessage } from "../state/messages.js";
import type { Message } from "../wire.js";
import { without } from "../without.js";
import type { World } from "../world.js";
import { ChatMessage } from "./message.js";

/** A file on this machine, or its bytes. */
export type FileSource = string | Uint8Array;

export interface SendOptions {
  caption?: string;
  replyTo?: ChatMessage;
  /** Sent as forwarded from somebody; a plain name where they hide their account. */
  forwardedFrom?: PersonProfile | string;
  mediaGroupId?: string;
}

export interface DocumentOptions extends SendOptions {
  fileName?: string;
  mimeType?: string;
}

export interface VideoOptions extends DocumentOptions {
  width: number;
  height: number;
  /** In seconds. */
  duration: number;
}

export type AlbumEntry =
  | ({ type: "photo"; file: FileSource } & SendOptions)
  | ({ type: "document"; file: FileSource } & DocumentOptions)
  | ({ type: "video"; file: FileSource } & VideoOptions);

/** What one person sends into one chat: things arrive in the order in which they were sent, however long they take. */
export class Outbox {
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly world: World,
    private readonly person: PersonRecord,
    private readonly chat: ChatRecord,
  ) {}

  text(text: string, options: SendOptions): Promise<ChatMessage> {
    return this.content(typed(text), options);
  }

  content(content: MessageContent, options: SendOptions): Promise<ChatMessage> {
    return this.#send(() => Promise.resolve([{ content }]), options).then(first);
  }

  async album(entries: AlbumEntry[], options: SendOptions): Promise<ChatMessage[]> {
    const prepare = async (): Promise<Prepared[]> => {
      const prepared: Prepared[] = [];
      for (const entry of entries) {
        const media = await this.#prepare(entry);
        prepared.push({ content: captionOf(entry.caption ?? ""), media });
      }
      return prepared;
    };
    return this.#send(prepare, options);
  }

  media(entry: AlbumEntry): Promise<ChatMessage> {
    return this.album([entry], entry).then(first);
  }

  voice(file: FileSource, duration: number, options: SendOptions): Promise<ChatMessage> {
    const prepare = async (): Promise<Prepared[]> => {
      const media: Media = {
        kind: "voice",
        blob: await this.world.blobs.put(file),
        duration,
        mimeType: "audio/ogg",
      };
      return [{ content: captionOf(options.caption ?? ""), media }];
    };
    return this.#send(prepare, options).then(first);
  }

  /** Resolves when all that was sent before is there. */
  async settled(): Promise<void> {
    await this.#last;
  }

  #send(prepare: () => Promise<Prepared[]>, options: SendOptions): Promise<ChatMessage[]> {
    const before = this.#last;
    const sending = (async () => {
      const prepared = await prepare();
      await before;
      return prepared.map(({ content, media }) => this.#post(content, media, options));
    })();
    this.#last = sending.catch(() => undefined); // the sender hears of it; the next message goes out all the same
    return sending;
  }

  #post(content: MessageContent, media: Media | undefined, options: SendOptions): ChatMessage {
    const extra = defined({
      reply_to_message: options.replyTo && without(options.replyTo.raw, "reply_to_message"),
      forward_origin: options.forwardedFrom === undefined ? undefined : this.#origin(options.forwardedFrom),
      media_group_id: options.mediaGroupId,
    });
    const fields = media ? this.world.files.fields(media) : {};
    const stored: StoredMessage = postAsPerson(
      this.world,
      this.person,
      this.chat,
      { ...fields, ...content, ...extra },
      media,
    );
    return new ChatMessage(stored);
  }

  #origin(from: PersonProfile | string): NonNullable<Message["forward_origin"]> {
    const date = this.world.clock.seconds();
    if (typeof from === "string") return { type: "hidden_user", date, sender_user_name: from };
    const record = { profile: from, started: false, blocked: false, deactivated: false };
    return { type: "user", date, sender_user: userOf(record) };
  }

  async #prepare(entry: AlbumEntry): Promise<Media> {
    const blob = await this.world.blobs.put(entry.file);
    if (entry.type === "photo") {
      const name = typeof entry.file === "string" ? basename(entry.file) : undefined;
      return { ...(await this.world.photos.encode(blob)), name };
    }
    const fileName = entry.fileName ?? (typeof entry.file === "string" ? basename(entry.file) : undefined);
    const mimeType =
      entry.mimeType ?? (fileName === undefined ? undefined : (mime.getType(fileName) ?? undefined));
    if (entry.type === "document") return { kind: "document", blob, fileName, mimeType };
    const { width, height, duration } = entry;
    return { kind: "video", blob, width, height, duration, fileName, mimeType };
  }
}

interface Prepared {
  content: MessageContent;
  media?: Media;
}

export function typed(text: string): MessageContent {
  const composed = composeTyped(text);
  if (composed.text === "") throw new Error("Telegram's apps send no empty messages");
  return { text: composed.text, ...(composed.entities.length > 0 ? { entities: composed.entities } : {}) };
}

export function captionOf(caption: string): MessageContent {
  const { text, entities } = composeCaption({ text: caption });
  if (text === "") return {};
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

function first(messages: ChatMessage[]): ChatMessage {
  const [message] = messages;
  if (!message) throw new Error("nothing was sent");
  return message;
}
