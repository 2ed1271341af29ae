import { setTimeout as delay } from "node:timers/promises";
import { callAt } from "../../core/ports/call-at.js";
import type { JobExit, RunningJob } from "../../core/ports/job-runtime.js";
import { FolderChanges } from "./folder-changes.js";
import { isErrno, type JobFolder, type StartRecord } from "./job-folder.js";
import { followLines, lastLines } from "./log-file.js";
import { ageOf, isGroupRunning } from "./process-identity.js";

/** What the trainer's contract gives it to write a checkpoint after SIGTERM, in seconds. */
const TIME_LIMIT_GRACE_SECONDS = 60;
/** After SIGKILL only a process that hangs in the kernel (a broken disk or driver) is still there. */
const KILL_PATIENCE_MS = 30_000;
const STOP_POLL_MS = 25;

/** A trainer process that was started here, perhaps by an earlier life of this program. */
export class ProcessJob implements RunningJob {
  readonly jobId: string;
  readonly #folder: JobFolder;
  readonly #record: StartRecord;
  readonly #onRemoved: () => void;
  #cancelTimeLimit: (() => void) | undefined;

  constructor(jobId: string, folder: JobFolder, record: StartRecord, onRemoved: () => void) {
    this.jobId = jobId;
    this.#folder = folder;
    this.#record = record;
    this.#onRemoved = onRemoved;
  }

  async *output(signal: AbortSignal): AsyncGenerator<string> {
    using changes = new FolderChanges(this.#folder.path);
    const ended = async (): Promise<boolean> => (await this.#exit()) !== undefined;
    yield* followLines(this.#folder.stdout, changes, ended, signal);
  }

  async wait(signal: AbortSignal): Promise<JobExit> {
    using changes = new FolderChanges(this.#folder.path);
    for (;;) {
      signal.throwIfAborted();
      const exit = await this.#exit();
      if (exit) return exit;
      await changes.next(signal);
    }
  }

  logTail(lines: number): Promise<string[]> {
    return lastLines(this.#folder.stderr, lines);
  }

  async stop(graceSeconds: number): Promise<void> {
    if (!(await this.#isRunning())) return;
    this.#signal("SIGTERM");
    if (await this.#endsWithin(graceSeconds * 1000)) return;
    await this.#folder.mark("killed");
    this.#signal("SIGKILL");
    if (await this.#endsWithin(KILL_PATIENCE_MS)) return;
    throw new Error(`Process group ${this.#record.pid} of job ${this.jobId} is still there after SIGKILL.`);
  }

  async remove(): Promise<void> {
    if ((await this.#isRunning()) && !(await this.#folder.recordedExit())) {
      throw new Error(`Job ${this.jobId} still runs: stop it before it is removed.`);
    }
    this.#cancelTimeLimit?.();
    await this.#folder.remove();
    this.#onRemoved();
  }

  /** Whether this is the process that the record speaks of; an id may be started anew after a removal. */
  isOf(record: StartRecord): boolean {
    return this.#record.pid === record.pid && this.#record.startTime === record.startTime;
  }

  /** Stops the trainer when its time is over; a job that is adopted later than that is stopped at once. */
  enforceTimeLimit(onError: (error: unknown) => void): void {
    const { startedAt, timeLimitSeconds } = this.#record;
    // The clock may have been set since; where the system tells the age itself, that counts.
    const ageSeconds = ageOf(this.#record) ?? Date.now() / 1000 - startedAt;
    // The shell knows the time in whole seconds, cut off: one more, so that no trainer gets less than its time.
    this.#cancelTimeLimit = callAt(Date.now() + (timeLimitSeconds + 1 - ageSeconds) * 1000, () => {
      this.#stopForTime().catch(onError);
    });
  }

  async #stopForTime(): Promise<void> {
    if ((await this.#exit()) !== undefined) return;
    await this.#folder.mark("time-limit");
    await this.stop(TIME_LIMIT_GRACE_SECONDS);
  }

  async #exit(): Promise<JobExit | undefined> {
    const recorded = await this.#folder.recordedExit();
    if (recorded || (await this.#isRunning())) return recorded;
    // It may have been recorded between the two looks.
    return (await this.#folder.recordedExit()) ?? (await this.#folder.unrecordedExit());
  }

  #isRunning(): Promise<boolean> {
    return isGroupRunning(this.#record);
  }

  #signal(name: NodeJS.Signals): void {
    try {
      process.kill(-this.#record.pid, name);
    } catch (error) {
      if (!isErrno(error, "ESRCH")) throw error; // It ended in the meantime.
    }
  }

  async #endsWithin(milliseconds: number): Promise<boolean> {
    const deadline = Date.now() + milliseconds;
    while (Date.now() < deadline) {
      if (!(await this.#isRunning())) return true;
      await delay(STOP_POLL_MS);
    }
    return !(await this.#isRunning());
  }
}
