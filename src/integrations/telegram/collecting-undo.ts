import type { Api } from "grammy";
import type { Message } from "grammy/types";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import { isFromArchive } from "../../core/training/archive-import.js";
import type { DatasetImage } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import type { ArchiveJobs } from "./archive-jobs.js";
import type { ClipJobs } from "./clip-jobs.js";
import { CardPlaces } from "./card-places.js";
import type { CollectingCard } from "./collecting-card.js";
import type { Person } from "./context.js";
import { archiveIn } from "./incoming-archive.js";
import { mediaIn } from "./incoming-clip.js";
import type { Texts } from "./texts.js";

/** What one "undo" is about. It is kept, so that the same message dealt with again takes back nothing else. */
interface Undo {
  readonly messageId: number;
  readonly what: "photo" | "archive" | keyof typeof NOTHING_TAKEN;
  /** Numbers of the photos; never given to others. */
  readonly numbers: readonly number[];
}

const NOTHING_TAKEN = {
  none: "collect-undo-none",
  unknown: "collect-undo-unknown",
  which: "collect-undo-which",
  clip: "collect-undone-clip",
} as const;

/**
 * Takes photos back: the one that is replied to, all that came with the zip that is replied to, or else the
 * last one. Of an album, as of photos sent one by one, it is the one photo that is replied to.
 */
export class CollectingUndo {
  readonly #service: TrainingService;
  readonly #archives: ArchiveJobs;
  readonly #clips: Pick<ClipJobs, "cancel">;
  readonly #collecting: CollectingCard;
  readonly #texts: Texts;
  readonly #places: CardPlaces<Undo>;
  readonly #words: ReadonlySet<string>;

  constructor(deps: {
    service: TrainingService;
    archives: ArchiveJobs;
    clips: Pick<ClipJobs, "cancel">;
    collecting: CollectingCard;
    keyValues: KeyValueStore;
    texts: Texts;
  }) {
    this.#service = deps.service;
    this.#archives = deps.archives;
    this.#clips = deps.clips;
    this.#collecting = deps.collecting;
    this.#texts = deps.texts;
    this.#places = new CardPlaces(deps.keyValues, "collecting-undos");
    const { texts } = deps;
    this.#words = new Set(
      texts.locales.flatMap((locale) => texts.in(locale)("collect-undo-words").split(/,\s*/)),
    );
  }

  /** Whether a text says it, in any of the languages: as a word or as a command. */
  isMeant(text: string): boolean {
    const word = text
      .trim()
      .toLowerCase()
      .replace(/^\//, "")
      .replace(/@\w+$/, "")
      .replace(/[.!…]+$/, "");
    return this.#words.has(word);
  }

  /** Takes back what the message is about. @returns the answer, as HTML */
  async undo(api: Api, person: Person, draftId: string, message: Message): Promise<string> {
    const { actor, locale } = person;
    const kept = await this.#places.read(actor.userId, draftId);
    let undo = kept?.messageId === message.message_id ? kept : undefined;
    if (undo === undefined) {
      undo = { messageId: message.message_id, ...(await this.#find(api, person, draftId, message)) };
      await this.#places.write(actor.userId, draftId, undo);
    }
    for (const number of undo.numbers) await this.#service.datasets.removeImage(actor, draftId, number);
    if (undo.numbers.length > 0) await this.#collecting.changed(api, person, draftId);
    const t = this.#texts.in(locale);
    const [first = 0] = undo.numbers;
    if (undo.what === "photo") return t("collect-undone-photo", { number: first });
    if (undo.what === "archive") return t("collect-undone-archive", { count: undo.numbers.length });
    return t(NOTHING_TAKEN[undo.what]);
  }

  async #find(api: Api, person: Person, draftId: string, message: Message): Promise<Omit<Undo, "messageId">> {
    const list = (): Promise<DatasetImage[]> => this.#service.datasets.list(person.actor, draftId);
    const replied = message.reply_to_message;
    if (replied === undefined) {
      const last = (await list()).at(-1);
      return last === undefined ? nothing("none") : one(last);
    }
    const file = mediaIn(replied);
    if (file === undefined || replied.from?.id !== message.from?.id) return nothing("which");
    await this.#archives.cancel(api, draftId, file.uniqueId);
    const wasClip = await this.#clips.cancel(draftId, file.uniqueId);
    const images = await list();
    const sent = images.find(({ sourceId }) => sourceId === file.uniqueId);
    if (sent !== undefined) return one(sent);
    if (wasClip) return nothing("clip");
    const unpacked = images.filter((image) => isFromArchive(image, file.uniqueId));
    if (unpacked.length === 0 && archiveIn(replied) === undefined) return nothing("unknown");
    return { what: "archive", numbers: unpacked.map(({ position }) => position) };
  }
}

function one({ position }: DatasetImage): Omit<Undo, "messageId"> {
  return { what: "photo", numbers: [position] };
}

function nothing(what: keyof typeof NOTHING_TAKEN): Omit<Undo, "messageId"> {
  return { what, numbers: [] };
}
