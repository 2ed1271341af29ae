import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Person } from "./context.js";
import type { IncomingPicture } from "./files.js";
import type { MediaMessage } from "./media-message.js";

const NAMESPACE = "collecting-clips";
/** Far more than wait at any time. */
const MAX_LISTED = 100_000;

/** A short video that is to be read, on disk until its person has heard what came of it. */
export interface ClipJob {
  readonly person: Person;
  readonly draftId: string;
  /** The message that brought it. */
  readonly message: MediaMessage;
  readonly file: IncomingPicture;
  /** How often its reading was begun: what was may have brought it in. */
  readonly attempts: number;
}

/** One name for a job, the same when its message is dealt with again. */
export function keyOf({ person, draftId, message }: ClipJob): string {
  return `${person.actor.userId}/${draftId}/${message.message_id}`;
}

/** The jobs that are not through. */
export class ClipJobRecords {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  /** In the order in which each person sent them. */
  async list(): Promise<ClipJob[]> {
    const kept = await this.#keyValues.list(NAMESPACE, MAX_LISTED);
    const jobs = kept.map(({ value }) => value as ClipJob);
    return jobs.sort((one, other) => one.message.message_id - other.message.message_id);
  }

  async read(key: string): Promise<ClipJob | undefined> {
    return (await this.#keyValues.read(NAMESPACE, key)) as ClipJob | undefined;
  }

  async keep(job: ClipJob): Promise<void> {
    await this.#keyValues.write(NAMESPACE, keyOf(job), job);
  }

  async delete(job: ClipJob): Promise<void> {
    await this.#keyValues.delete(NAMESPACE, keyOf(job));
  }
}
