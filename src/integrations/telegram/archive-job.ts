import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { ArchiveProgress } from "../../core/training/archive-tally.js";
import type { Person } from "./context.js";
import type { IncomingPicture } from "./files.js";

const NAMESPACE = "collecting-archives";
/** Far more than wait at any time. */
const MAX_LISTED = 100_000;

/** A zip that is to be read, on disk until the person has heard what came of it. */
export interface ArchiveJob {
  readonly person: Person;
  readonly draftId: string;
  /** The message that brought it. */
  readonly messageId: number;
  readonly file: IncomingPicture;
  /** Our answer, which becomes the summary. */
  readonly replyId?: number;
  /** How often its reading was begun since the last photo. */
  readonly attempts: number;
  readonly progress?: ArchiveProgress;
}

/** One name for a job, the same when its message is dealt with again. */
export function keyOf({ person, draftId, messageId }: ArchiveJob): string {
  return `${person.actor.userId}/${draftId}/${messageId}`;
}

export function nameOf({ file }: ArchiveJob): string {
  return file.fileName ?? "zip";
}

/** The jobs that are not through. */
export class ArchiveJobRecords {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  async list(): Promise<ArchiveJob[]> {
    const kept = await this.#keyValues.list(NAMESPACE, MAX_LISTED);
    return kept.map(({ value }) => value as ArchiveJob);
  }

  async read(key: string): Promise<ArchiveJob | undefined> {
    return (await this.#keyValues.read(NAMESPACE, key)) as ArchiveJob | undefined;
  }

  async keep(job: ArchiveJob): Promise<void> {
    await this.#keyValues.write(NAMESPACE, keyOf(job), job);
  }

  async delete(job: ArchiveJob): Promise<void> {
    await this.#keyValues.delete(NAMESPACE, keyOf(job));
  }
}
