import type { Api } from "grammy";
import { DomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import { ArchiveJobRecords, keyOf, nameOf, type ArchiveJob } from "./archive-job.js";
import { ArchiveRun, type ArchiveRunDependencies } from "./archive-run.js";
import { chatOf, type Person } from "./context.js";
import { ReadingList } from "./reading-list.js";
import { replace, send } from "./say.js";

/** Of all people together; of each one photo is worked on at a time. Those of one person come one by one. */
const READ_AT_ONCE = 4;
/** Zips of one draft that may wait. */
const MAX_WAITING = 5;

/** Reads zips beside the conversations, photo by photo; a process that dies leaves them to the next one. */
export class ArchiveJobs {
  readonly #deps: ArchiveRunDependencies;
  readonly #records: ArchiveJobRecords;
  readonly #listed: ReadingList<ArchiveJob>;

  constructor(deps: Omit<ArchiveRunDependencies, "records"> & { readonly keyValues: KeyValueStore }) {
    this.#records = new ArchiveJobRecords(deps.keyValues);
    this.#deps = { ...deps, records: this.#records };
    this.#listed = new ReadingList((job, error) => {
      deps.logger.error("a zip stays on the list", { training: job.draftId, error });
    });
  }

  /** Takes up what a process that died was reading. */
  async recover(api: Api): Promise<void> {
    for (const job of await this.#records.list()) this.#start(api, job);
  }

  /**
   * Puts a zip on the list and says so; on disk when it returns. The same message again changes nothing.
   *
   * @throws DomainError `archives-waiting`
   */
  async take(
    api: Api,
    person: Person,
    draftId: string,
    message: Pick<ArchiveJob, "messageId" | "file">,
  ): Promise<void> {
    const fresh: ArchiveJob = { person, draftId, ...message, attempts: 0 };
    if (this.#listed.has(keyOf(fresh))) return;
    let job = await this.#records.read(keyOf(fresh));
    if (job === undefined) {
      if (this.#listed.count(draftId) >= MAX_WAITING) {
        throw new DomainError("archives-waiting", { max: MAX_WAITING });
      }
      job = fresh;
      await this.#records.keep(job);
    }
    if (job.replyId === undefined) {
      const text = this.#deps.texts.in(person.locale)("collect-archive-reading", { file: nameOf(job) });
      const reply = await send(api, chatOf(person.channel), text, [], { replyTo: job.messageId });
      job = { ...job, replyId: reply.message_id };
      await this.#records.keep(job);
    }
    this.#start(api, job);
  }

  /** Whether a zip is being read for a draft, or waits for it. */
  isReading(draftId: string): boolean {
    return this.#listed.isReading(draftId);
  }

  /** Reads no further in a zip; none of its photos comes once this has returned. */
  async cancel(api: Api, draftId: string, archiveId: string): Promise<void> {
    const isMeant = ({ file }: ArchiveJob): boolean => file.uniqueId === archiveId;
    await this.#listed.cancel(draftId, isMeant, async (job) => {
      await this.#records.delete(job);
      const { channel, locale } = job.person;
      const text = this.#deps.texts.in(locale)("collect-archive-stopped", { file: nameOf(job) });
      if (job.replyId !== undefined) await replace(api, chatOf(channel), job.replyId, text);
    });
  }

  /** Ends after the photos under way, or at the deadline; the next start goes on from there. */
  async stop(deadlineMs: number): Promise<void> {
    await this.#listed.stop(deadlineMs);
  }

  #start(api: Api, job: ArchiveJob): void {
    this.#listed.start(
      keyOf(job),
      laneOf(job),
      job,
      (signal) => new ArchiveRun(this.#deps, api, job, signal),
    );
  }
}

/** A person's zips are always in the same lane. */
function laneOf({ person }: ArchiveJob): string {
  return String(Buffer.from(person.actor.userId).reduce((sum, byte) => sum + byte, 0) % READ_AT_ONCE);
}
