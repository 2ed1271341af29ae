import { randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isErrno } from "../job-folder.js";
import { isRunning, ownIdentity, type ProcessIdentity } from "../process-identity.js";
import { TrainerEnvironmentError } from "./environment-error.js";

const POLL_MS = 250;

/**
 * Does something while no other process that asks for the same lock does. The lock is a file that names its
 * holder, so one whose holder died is taken over.
 *
 * @param onWait is called once, when another process holds the lock
 * @throws TrainerEnvironmentError `locked` when it is not free in time
 */
export async function withLock<T>(
  path: string,
  act: () => Promise<T>,
  options: { patienceMs: number; onWait: (holder: number) => void },
): Promise<T> {
  const claim = `${path}.${randomUUID()}`;
  await writeFile(claim, JSON.stringify({ ...(await ownIdentity()), claim }));
  try {
    await acquire(path, claim, options);
    try {
      return await act();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    await rm(claim, { force: true });
  }
}

async function acquire(
  path: string,
  claim: string,
  options: { patienceMs: number; onWait: (holder: number) => void },
): Promise<void> {
  const deadline = Date.now() + options.patienceMs;
  let told = false;
  while (!(await tryLink(claim, path))) {
    const held = await readFile(path, "utf8").catch(() => undefined);
    if (held === undefined) continue; // Released in this moment.
    const holder = JSON.parse(held) as ProcessIdentity & { claim: string };
    if (!(await isRunning(holder))) {
      if (await breakLock(path, held, claim, holder.claim)) continue;
    } else if (!told) {
      options.onWait(holder.pid);
      told = true;
    }
    if (Date.now() > deadline) {
      throw new TrainerEnvironmentError("locked", `${path} is held by process ${holder.pid} for too long.`);
    }
    await delay(POLL_MS);
  }
}

/**
 * Removes a dead process's lock. Only one process at a time may do so for one holder, and it looks again once
 * it has that right: else the lock of a quicker one could be taken for the dead one's.
 */
async function breakLock(path: string, held: string, claim: string, deadClaim: string): Promise<boolean> {
  const right = `${deadClaim}.broken`;
  if (!(await tryLink(claim, right))) return false;
  try {
    const now = await readFile(path, "utf8").catch(() => undefined);
    if (now === held) await rm(path, { force: true });
    await rm(deadClaim, { force: true });
    return true;
  } finally {
    await rm(right, { force: true });
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    throw error;
  }
}
