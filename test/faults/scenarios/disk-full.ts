import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LIFE } from "../harness/moments.js";
import type { Scenario } from "../harness/scenario.js";

const MEBIBYTE = Buffer.alloc(1 << 20, 1);

export const diskFull: Scenario = {
  name: "disk-full",
  about: "no byte more fits on the data folder's disk",
  runs: 12,
  moments: LIFE,
  delayMs: 400,
  batch: 6,
  needs: ["root"],
  rig: { diskMiB: 96 },
  // Its person is told that the disk is full, and may start again.
  mayFail: true,
  starts: 3,
  async strike({ darkroom }, { pace }) {
    const filler = join(darkroom.dataFolder, "filler");
    await fill(filler);
    await sleep(pace.outageMs);
    await rm(filler);
  },
};

/** Writes until the disk takes nothing more, the last bytes one by one. */
async function fill(path: string): Promise<void> {
  const file = await open(path, "a");
  try {
    for (let chunk = MEBIBYTE; chunk.length > 0;) {
      try {
        await file.write(chunk);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        chunk = chunk.subarray(0, Math.floor(chunk.length / 2));
      }
    }
  } finally {
    await file.close();
  }
}
