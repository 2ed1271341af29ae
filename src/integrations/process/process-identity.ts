import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { uptime } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);
/** proc(5): what user space is told is in hundredths of a second on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;

/** A process that cannot be mistaken for a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, as the system tells it: clock ticks since boot on Linux, a date elsewhere. */
  readonly startTime: string;
  /** Which boot of the machine it belongs to; empty where the system does not tell. */
  readonly bootId: string;
}

interface ProcessState {
  readonly startTime: string;
  readonly group: number;
  readonly zombie: boolean;
}

/** This process, as others may later look for it. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const state = await readState(process.pid);
  if (!state)
    throw new Error("The start time of this process cannot be read (neither /proc nor ps answers).");
  return { pid: process.pid, startTime: state.startTime, bootId: currentBootId() };
}

/** Whether exactly this process runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const state = await readState(identity.pid);
  return state !== undefined && !state.zombie && isSame(identity, state);
}

/** Whether this process runs, or any other of the process group that it led. */
export async function isGroupRunning(leader: ProcessIdentity): Promise<boolean> {
  if (leader.bootId !== currentBootId()) return false;
  const state = await readState(leader.pid);
  // The system gives no number away again while a group of that number has members.
  if (state && !isSame(leader, state)) return false;
  return (state !== undefined && !state.zombie) || (await hasMembers(leader.pid));
}

/** How many seconds ago this process began, whatever the clock was set to since; undefined where nobody can tell. */
export function ageOf({ startTime, bootId: boot }: ProcessIdentity): number | undefined {
  if (process.platform !== "linux" || boot === "" || boot !== currentBootId()) return undefined;
  return uptime() - Number(startTime) / TICKS_PER_SECOND;
}

function isSame(identity: ProcessIdentity, state: ProcessState): boolean {
  return identity.bootId === currentBootId() && identity.startTime.trim() === state.startTime;
}

async function readState(pid: number): Promise<ProcessState | undefined> {
  if (process.platform === "linux") {
    const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => undefined);
    return text === undefined ? undefined : parseStat(text);
  }
  const output = await psOutput(["-o", "pgid=,stat=,lstart=", "-p", String(pid)]);
  const match = /^\s*(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(output);
  if (!match) return undefined;
  const [, group, stat, startTime] = match;
  return { group: Number(group), zombie: stat?.startsWith("Z") ?? false, startTime: startTime ?? "" };
}

/** proc(5): the command's name stands in parentheses and may hold anything, so fields count from the last one. */
function parseStat(text: string): ProcessState {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {
    zombie: fields[0] === "Z" || fields[0] === "X",
    group: Number(fields[2]),
    startTime: fields[19] ?? "",
  };
}

async function hasMembers(group: number): Promise<boolean> {
  if (process.platform !== "linux") {
    const rows = (await psOutput(["-axo", "pgid=,stat="])).trim().split("\n");
    return rows.some((row) => {
      const [pgid, stat] = row.trim().split(/\s+/);
      return Number(pgid) === group && stat !== undefined && !stat.startsWith("Z");
    });
  }
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(pids.map((pid) => readState(Number(pid))));
  return states.some((state) => state?.group === group && !state.zombie);
}

async function psOutput(args: string[]): Promise<string> {
  // ps exits with 1 when there is no such process.
  return run("ps", args, { env: { ...process.env, LC_ALL: "C" } }).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

let bootId: string | undefined;

function currentBootId(): string {
  bootId ??= readBootId();
  return bootId;
}

function readBootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return ""; // Only Linux has it; elsewhere the start time is a date and says enough.
  }
}
