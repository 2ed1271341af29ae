import type { Api } from "grammy";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import { Gate } from "../../core/training/gate.js";
import { ClipJobRecords, keyOf, type ClipJob } from "./clip-job.js";
import { ClipRun, type ClipRunDependencies } from "./clip-run.js";
import { ReadingList } from "./reading-list.js";

/** As many as are decoded at once: the download of one that waited for its decoder would run out of time. */
const READ_AT_ONCE = 1;

/**
 * Reads short videos beside the conversations: one takes seconds, on a busy host minutes. Those of one person come in
 * the order in which they were sent, those of several people in turn. A process that dies leaves them to the next one.
 */
export class ClipJobs {
  readonly #deps: ClipRunDependencies;
  readonly #records: ClipJobRecords;
  readonly #listed: ReadingList<ClipJob>;
  #stopped = false;

  constructor(deps: Omit<ClipRunDependencies, "records" | "gate"> & { readonly keyValues: KeyValueStore }) {
    this.#records = new ClipJobRecords(deps.keyValues);
    this.#deps = { ...deps, records: this.#records, gate: new Gate(READ_AT_ONCE) };
    this.#listed = new ReadingList((job, error) => {
      deps.logger.error("a clip stays on the list", { training: job.draftId, error });
    });
  }

  /** Takes up what a process that died had on its list. */
  async recover(api: Api): Promise<void> {
    this.#stopped = false;
    for (const job of await this.#records.list()) this.#start(api, job);
  }

  /**
   * Puts a clip on the list; on disk when it returns. The same message again changes nothing.
   *
   * @param again the message was dealt with before, by a process that died
   */
  async take(api: Api, fresh: Omit<ClipJob, "attempts">, again: boolean): Promise<void> {
    const first = { ...fresh, attempts: again ? 1 : 0 };
    if (this.#listed.has(keyOf(first))) return;
    const kept = await this.#records.read(keyOf(first));
    if (kept === undefined) await this.#records.keep(first);
    this.#start(api, kept ?? first);
  }

  /** Whether a clip is being read for a draft, or waits for it. */
  isReading(draftId: string): boolean {
    return this.#listed.isReading(draftId);
  }

  /**
   * Leaves out a clip that waits; one that is being read is waited for, and may have come in then.
   *
   * @returns whether there was one
   */
  async cancel(draftId: string, sourceId: string): Promise<boolean> {
    const isMeant = ({ file }: ClipJob): boolean => file.uniqueId === sourceId;
    return this.#listed.cancel(draftId, isMeant, (job) => this.#records.delete(job));
  }

  /** Ends after the clips that are being read, or at the deadline; the next start goes on from there. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopped = true;
    await this.#listed.stop(deadlineMs);
  }

  #start(api: Api, job: ClipJob): void {
    if (this.#stopped) return;
    const lane = job.person.actor.userId;
    this.#listed.start(keyOf(job), lane, job, (signal) => new ClipRun(this.#deps, api, job, signal));
  }
}
