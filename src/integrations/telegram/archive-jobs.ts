import type { Api } from "grammy";
import { DomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import { ArchiveJobRecords, keyOf, nameOf, type ArchiveJob } from "./archive-job.js";
import { ArchiveRun, type ArchiveRunDependencies } from "./archive-run.js";
import { chatOf, type Person } from "./context.js";
import { allWithin } from "./deadline.js";
import { replace, send } from "./say.js";
import { Turns } from "./turns.js";

/** Of all people together; of each one photo is worked on at a time. Those of one person come one by one. */
const READ_AT_ONCE = 4;
/** Zips of one draft that may wait. */
const MAX_WAITING = 5;

interface Listed {
  readonly job: ArchiveJob;
  readonly abort: AbortController;
  readonly hasBegun: () => boolean;
  readonly hasRead: () => boolean;
  readonly done: Promise<void>;
}

/** Reads zips beside the conversations, photo by photo; a process that dies leaves them to the next one. */
export class ArchiveJobs {
  readonly #deps: ArchiveRunDependencies;
  readonly #records: ArchiveJobRecords;
  readonly #lanes = new Turns();
  readonly #listed = new Map<string, Listed>();

  constructor(deps: Omit<ArchiveRunDependencies, "records"> & { readonly keyValues: KeyValueStore }) {
    this.#records = new ArchiveJobRecords(deps.keyValues);
    this.#deps = { ...deps, records: this.#records };
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
      if (this.#of(draftId).length >= MAX_WAITING) {
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
    return this.#of(draftId).some(({ hasRead }) => !hasRead());
  }

  /** Reads no further in a zip; none of its photos comes once this has returned. */
  async cancel(api: Api, draftId: string, archiveId: string): Promise<void> {
    for (const { job, abort, hasBegun, done } of this.#of(draftId)) {
      if (job.file.uniqueId !== archiveId) continue;
      abort.abort();
      if (hasBegun()) await done;
      await this.#records.delete(job);
      this.#listed.delete(keyOf(job));
      const { channel, locale } = job.person;
      const text = this.#deps.texts.in(locale)("collect-archive-stopped", { file: nameOf(job) });
      if (job.replyId !== undefined) await replace(api, chatOf(channel), job.replyId, text);
    }
  }

  /** Ends after the photos under way, or at the deadline; the next start goes on from there. */
  async stop(deadlineMs: number): Promise<void> {
    const all = [...this.#listed.values()];
    for (const { abort } of all) abort.abort();
    await allWithin(
      deadlineMs,
      all.map(({ done }) => done),
    );
  }

  #of(draftId: string): Listed[] {
    return [...this.#listed.values()].filter(({ job }) => job.draftId === draftId);
  }

  #start(api: Api, job: ArchiveJob): void {
    const key = keyOf(job);
    if (this.#listed.get(key)?.abort.signal.aborted === false) return;
    const abort = new AbortController();
    let run: ArchiveRun | undefined;
    const done = this.#lanes
      .run(laneOf(job), () => {
        run = new ArchiveRun(this.#deps, api, job, abort.signal);
        return run.run();
      })
      .catch((error: unknown) => {
        this.#deps.logger.error("a zip stays on the list", { training: job.draftId, error });
      })
      .finally(() => {
        if (this.#listed.get(key)?.abort === abort) this.#listed.delete(key);
      });
    this.#listed.set(key, {
      job,
      abort,
      hasBegun: () => run !== undefined,
      hasRead: () => run?.hasRead === true,
      done,
    });
  }
}

/** A person's zips are always in the same lane. */
function laneOf({ person }: ArchiveJob): string {
  return String(Buffer.from(person.actor.userId).reduce((sum, byte) => sum + byte, 0) % READ_AT_ONCE);
}
