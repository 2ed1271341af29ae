import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { MaskMaker, MaskReport } from "../../src/core/ports/mask-maker.js";

/** Makes masks that say so, and does what a test tells it. */
export class FakeMasks implements MaskMaker {
  /** Ids of the jobs, one for each time that masks were asked for. */
  readonly asked: string[] = [];
  nobody = 0;
  /** Before anything is written: throws, or waits. */
  before: (signal: AbortSignal) => unknown = () => undefined;

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async make({ jobId, folder }: { jobId: string; folder: string }, signal: AbortSignal): Promise<MaskReport> {
    this.asked.push(jobId);
    await this.before(signal);
    const dataset = join(folder, "dataset");
    for (const name of await readdir(dataset)) {
      const stem = /^(\d+)\.(jpg|png)$/.exec(name)?.[1];
      if (stem !== undefined) await writeFile(join(dataset, `${stem}.mask.png`), "mask");
    }
    return { nobody: this.nobody };
  }
}
