import { readlink } from "node:fs/promises";
import { z } from "zod";
import type { ProcessState, ProcessWatch } from "../../core/ports/process-watch.js";
import { isRunning, ownIdentity } from "./process-identity.js";

const markSchema = z.object({
  pid: z.number(),
  startTime: z.string(),
  bootId: z.string(),
  space: z.string(),
});

/**
 * Sees processes of the same Linux machine and container: numbers of processes mean something within one boot
 * and one PID namespace alone. Of others nothing is known.
 */
export class LocalProcessWatch implements ProcessWatch {
  async mark(): Promise<unknown> {
    const space = await processSpace();
    return space === undefined ? {} : { ...(await ownIdentity()), space };
  }

  async stateOf(mark: unknown): Promise<ProcessState> {
    const { data: process } = markSchema.safeParse(mark);
    if (process === undefined || process.bootId === "") return "unknown";
    const { bootId } = await ownIdentity();
    if (process.bootId !== bootId || process.space !== (await processSpace())) return "unknown";
    return (await isRunning(process)) ? "running" : "ended";
  }
}

async function processSpace(): Promise<string | undefined> {
  return readlink("/proc/self/ns/pid").catch(() => undefined);
}
