import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { constants } from "node:os";
import type { JobExit, JobSpec } from "../../core/ports/job-runtime.js";
import type { ProcessIdentity } from "./process-identity.js";

/** What the supervisor wrote when it claimed the job. */
export interface StartRecord extends ProcessIdentity {
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly timeLimitSeconds: number;
}

/**
 * Written in place of a start record: no supervisor that comes late may begin this job any more. It is empty, since a
 * full disk takes a name but no byte, and a job must be cleaned away all the same.
 */
const SEALED = "";

/** A removal that a kill interrupted leaves a folder of this name; see {@link removeRest}. */
const REMOVED = ".removed-";

/** Ends the removals that an earlier life did not come to the end of. */
export async function removeRest(runtimeFolder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (name.startsWith(REMOVED)) await rm(join(runtimeFolder, name), { recursive: true, force: true });
  }
}

/** What the runtime keeps of one job, outside of what the trainer may write. */
export class JobFolder {
  readonly path: string;
  readonly stdout: string;
  readonly stderr: string;
  /** The supervisor's own complaints. */
  readonly supervisorLog: string;
  readonly temporary: string;

  constructor(runtimeFolder: string, jobId: string) {
    if (!/^[\w-][\w.-]{0,127}$/.test(jobId)) throw new TypeError(`Not a job id: ${JSON.stringify(jobId)}`);
    this.path = join(runtimeFolder, jobId);
    this.stdout = join(this.path, "stdout.log");
    this.stderr = join(this.path, "stderr.log");
    this.supervisorLog = join(this.path, "supervisor.log");
    this.temporary = join(this.path, "tmp");
  }

  /** Records that this job is about to be started; on disk when it resolves. */
  async create(spec: JobSpec): Promise<void> {
    await mkdir(this.temporary, { recursive: true });
    await writeDurably(join(this.path, "spec.json"), JSON.stringify(spec));
    await syncFolder(dirname(this.path));
  }

  /** The start record; undefined where no supervisor has claimed the job. */
  async started(): Promise<StartRecord | undefined> {
    const text = await readIfThere(join(this.path, "started"));
    return text === undefined || text === SEALED ? undefined : (JSON.parse(text) as StartRecord);
  }

  /**
   * Settles whether a job that was about to start has started: gives its record, or makes sure that no
   * supervisor still on its way begins it, and removes the folder.
   */
  async startedOrSealed(): Promise<StartRecord | undefined> {
    const seal = join(this.path, `seal.${randomUUID()}`);
    try {
      await writeDurably(seal, SEALED);
      await link(seal, join(this.path, "started"));
    } catch (error) {
      if (!isErrno(error, "EEXIST", "ENOENT")) throw error;
      const record = await this.started();
      await rm(seal, { force: true });
      if (record) return record;
    }
    await this.remove();
    return undefined;
  }

  /** How the trainer ended, as far as it was recorded; undefined while nothing is. */
  async recordedExit(): Promise<JobExit | undefined> {
    const text = await readIfThere(join(this.path, "exit"));
    if (text === undefined) return undefined;
    return this.#withTimeLimit(parseExit(text, await this.#has("killed")));
  }

  /** What can be said of a trainer whose end nobody recorded. */
  async unrecordedExit(): Promise<JobExit> {
    return this.#withTimeLimit((await this.#has("killed")) ? { signal: "SIGKILL" } : {});
  }

  /** Notes what the runtime is about to do to the job, so that the exit is understood after a restart too. */
  async mark(what: "killed" | "time-limit"): Promise<void> {
    await writeDurably(join(this.path, what), "");
  }

  /** Moves the folder out of the way first: one that is half removed must not look like a job. */
  async remove(): Promise<void> {
    const trash = join(dirname(this.path), `${REMOVED}${randomUUID()}`);
    try {
      await rename(this.path, trash);
    } catch (error) {
      if (isErrno(error, "ENOENT")) return;
      throw error;
    }
    await rm(trash, { recursive: true, force: true });
  }

  async #withTimeLimit(exit: JobExit): Promise<JobExit> {
    return exit.code !== 0 && (await this.#has("time-limit")) ? { ...exit, timedOut: true } : exit;
  }

  async #has(name: string): Promise<boolean> {
    return (await readIfThere(join(this.path, name))) !== undefined;
  }
}

/**
 * Reads the supervisor's record: the shell's exit status, and the kernel's count of out-of-memory kills
 * before and after. A shell tells a death by signal N as 128 + N.
 */
export function parseExit(text: string, killedByUs: boolean): JobExit {
  const [status = NaN, before = NaN, after = NaN] = text.trim().split(" ").map(Number);
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];
  if (signal === undefined) return { code: status };
  return signal === "SIGKILL" && !killedByUs && after > before ? { signal, outOfMemory: true } : { signal };
}

export function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.new`;
  const file = await open(temporary, "wx");
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
