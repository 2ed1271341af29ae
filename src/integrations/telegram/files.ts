import { createReadStream } from "node:fs";
import { isAbsolute } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GrammyError, type Api } from "grammy";
import type { Message } from "grammy/types";
import { DomainError, isDomainError } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import { cut } from "./cut.js";

/** What the cloud Bot API lets a bot fetch; a local Bot API server has no such bound. */
const CLOUD_LIMIT_BYTES = 20_000_000;
const CLOUD = "https://api.telegram.org";
const TIMEOUT_MS = 60_000;
/** A file server that was away for a moment is asked again. */
const PAUSES_MS = [300, 1_000, 3_000];
/** Of a file's name, which is anything that its sender made of it. */
const NAME_UNITS = 100;

/** A picture that came with a message, not fetched yet. */
export interface IncomingPicture {
  readonly fileId: string;
  /** Telegram's name of the content: the same for the same file sent again. */
  readonly uniqueId: string;
  /** The name the person sees; none for photos. */
  readonly fileName: string | undefined;
  readonly bytes: number | undefined;
}

interface SentFile {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_name?: string;
  readonly file_size?: number;
}

/** The picture in a message: a photo in its largest size, or a file. Undefined when there is neither. */
export function pictureIn(message: Message): IncomingPicture | undefined {
  const file = message.document ?? message.photo?.at(-1);
  return file && incoming(file);
}

/** What Telegram says of a file, of whatever kind; photos, round videos and voice notes have no name. */
export function incoming(file: SentFile): IncomingPicture {
  const { file_id: fileId, file_unique_id: uniqueId, file_name: name, file_size: bytes } = file;
  return { fileId, uniqueId, fileName: name === undefined ? undefined : cut(name, NAME_UNITS), bytes };
}

/** Fetches files from the Bot API server. */
export class FileDownloads {
  readonly #api: Api;
  readonly #apiRoot: string;
  readonly #token: string;

  constructor(api: Api, options: { apiRoot: string; token: string }) {
    this.#api = api;
    this.#apiRoot = options.apiRoot;
    this.#token = options.token;
  }

  /**
   * Opens a file's bytes as a stream.
   *
   * @throws DomainError `image-file-too-big`, `download-failed` (retryable)
   */
  async open(picture: IncomingPicture): Promise<ByteStream> {
    if (this.#apiRoot === CLOUD && (picture.bytes ?? 0) > CLOUD_LIMIT_BYTES) throw tooBig();
    const path = await this.#path(picture.fileId);
    // A local Bot API server gives the file's place on this machine.
    return whole(isAbsolute(path) ? createReadStream(path) : await this.#fetch(path));
  }

  /**
   * Opens the file and works on its stream; from the beginning again where the stream broke off.
   *
   * @throws DomainError as {@link open}, and what the work throws
   */
  async use<T>(picture: IncomingPicture, work: (open: () => Promise<ByteStream>) => Promise<T>): Promise<T> {
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        return await work(() => this.open(picture));
      } catch (error) {
        if (!isDomainError(error, "download-failed") || pause === undefined) throw error;
        await sleep(pause);
      }
    }
    throw new DomainError("download-failed");
  }

  async #path(fileId: string): Promise<string> {
    try {
      const { file_path: path } = await this.#api.getFile(fileId);
      if (path === undefined) throw new Error("getFile gave no path");
      return path;
    } catch (error) {
      if (error instanceof GrammyError && error.description.includes("file is too big")) throw tooBig();
      throw new DomainError("download-failed", {}, { cause: error, retryable: true });
    }
  }

  async #fetch(path: string): Promise<ByteStream> {
    // The address holds the bot's token: it goes into no error and no log.
    const address = `${this.#apiRoot}/file/bot${this.#token}/${path}`;
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
    if (response?.ok !== true || response.body === null) {
      const message = `the file server answered ${response?.status ?? "nothing"}`;
      throw new DomainError("download-failed", {}, { retryable: true, message });
    }
    return response.body;
  }
}

/** A stream that breaks off says so in the core's words. */
async function* whole(bytes: ByteStream): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    const message = `a file broke off: ${error instanceof Error ? error.message : "unknown"}`;
    throw new DomainError("download-failed", {}, { retryable: true, message });
  }
}

function tooBig(): DomainError {
  return new DomainError("image-file-too-big", { max: CLOUD_LIMIT_BYTES / 1_000_000 });
}
