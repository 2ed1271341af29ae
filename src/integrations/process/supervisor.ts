import { spawn } from "node:child_process";
import { open } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { JobFolder, StartRecord } from "./job-folder.js";
import { lastLines } from "./log-file.js";
import { SUPERVISOR_SCRIPT } from "./supervisor-script.js";

/** Long enough for a shell to begin on a machine that is swapping. */
const CLAIM_PATIENCE_MS = 20_000;
const CLAIM_POLL_MS = 5;

export interface SupervisedCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly timeLimitSeconds: number;
  readonly niceness: number;
  /** 0 for none. */
  readonly memoryLimitBytes: number;
  /** Of each of the two logs. */
  readonly logLimitBytes: number;
}

/**
 * Starts a supervisor in a session of its own and gives the record of whichever supervisor claimed the job,
 * perhaps another program's. Undefined when another program has settled that the job did not start.
 *
 * @throws Error when no supervisor could begin
 */
export async function launchSupervisor(
  folder: JobFolder,
  what: SupervisedCommand,
): Promise<StartRecord | undefined> {
  const end: { reason?: string } = {};
  const log = await open(folder.supervisorLog, "a");
  try {
    const memoryKiB = Math.floor(what.memoryLimitBytes / 1024);
    const limits = [what.timeLimitSeconds, what.niceness, memoryKiB, what.logLimitBytes].map(String);
    const script = ["-c", SUPERVISOR_SCRIPT, "darkroom-job", folder.path, ...limits];
    const child = spawn("/bin/sh", [...script, ...what.command], {
      cwd: what.cwd,
      env: what.environment,
      detached: true,
      stdio: ["ignore", "ignore", log.fd],
    });
    child.once("error", (error) => (end.reason = error.message));
    child.once("exit", () => (end.reason ??= ""));
    child.unref();
  } finally {
    await log.close();
  }
  return (await claimed(folder, end)) ?? (await settle(folder, end));
}

async function claimed(folder: JobFolder, end: { reason?: string }): Promise<StartRecord | undefined> {
  for (const deadline = Date.now() + CLAIM_PATIENCE_MS; Date.now() < deadline;) {
    const over = end.reason !== undefined;
    const record = await folder.started();
    if (record ?? over) return record;
    await delay(CLAIM_POLL_MS);
  }
  return undefined;
}

async function settle(folder: JobFolder, end: { reason?: string }): Promise<StartRecord | undefined> {
  const said = (await lastLines(folder.supervisorLog, 5)).join(" ");
  const record = await folder.startedOrSealed();
  const reason = [end.reason, said].filter(Boolean).join(": ");
  if (!record && reason !== "") throw new Error(`The trainer's supervisor could not start: ${reason}`);
  return record;
}
