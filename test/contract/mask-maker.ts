import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { afterEach, beforeEach, it } from "mocha";
import { isDomainError } from "../../src/core/errors.js";
import type { MaskMaker, MaskReport } from "../../src/core/ports/mask-maker.js";
import { eventually } from "../support/eventually.js";
import { expectDomainError } from "../support/expect-domain-error.js";

/** A maker that runs the stand-in of fake-masks.py. */
export interface MaskMakerUnderTest {
  readonly maker: MaskMaker;
  /** Where the jobs' folders go. */
  readonly root: string;
  /** One that lacks its environment or image. */
  without(): MaskMaker;
  /** Names of what runs, or is kept, for the job outside of its folder. */
  leftOf(job: { jobId: string; folder: string }): Promise<string[]>;
  close(): Promise<void>;
}

const never = new AbortController().signal;
let jobs = 0;

/** What every {@link MaskMaker} does. */
export function shouldBehaveLikeMaskMaker(make: () => Promise<MaskMakerUnderTest>): void {
  let fixture: MaskMakerUnderTest;

  beforeEach(async () => {
    fixture = await make();
  });

  afterEach(() => fixture.close());

  async function jobOf(...words: string[]): Promise<{ jobId: string; folder: string }> {
    const jobId = `masks-${process.pid}-${++jobs}`;
    const folder = join(fixture.root, "jobs", jobId);
    await mkdir(join(folder, "dataset"), { recursive: true });
    for (const [index, word] of words.entries()) {
      await writeFile(join(folder, "dataset", `000${index + 1}.jpg`), word);
      await writeFile(join(folder, "dataset", `000${index + 1}.txt`), "a caption");
    }
    return { jobId, folder };
  }

  async function masksOf({ folder }: { folder: string }): Promise<Record<string, string>> {
    const names = (await readdir(join(folder, "dataset"))).filter((name) => name.endsWith(".mask.png"));
    const read = (name: string) => readFile(join(folder, "dataset", name), "utf8");
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await read(name)] as const)),
    );
  }

  it("writes a mask beside each image, says on how many nobody is, and leaves nothing else", async () => {
    await fixture.maker.prepare(() => undefined);
    const job = await jobOf("somebody", "nobody", "somebody");
    for (const masks of ["made", "found there"]) {
      const report: MaskReport = await fixture.maker.make(job, never);
      expect(report, masks).to.deep.equal({ nobody: 1 });
      expect(await masksOf(job)).to.deep.equal({
        "0001.mask.png": "mask of somebody",
        "0002.mask.png": "mask of nobody",
        "0003.mask.png": "mask of somebody",
      });
    }
    expect(await readFile(join(job.folder, "dataset", "0001.jpg"), "utf8")).to.equal("somebody");
    expect(await fixture.leftOf(job)).to.deep.equal([]);
  });

  it("says that it cannot, in the program's words, and makes the next job's all the same", async () => {
    const refused = await expectDomainError(
      fixture.maker.make(await jobOf("lacks"), never),
      "masks-unavailable",
    );
    expect(refused.message).to.contain("no model for masks");
    const dead = await jobOf("dies");
    const died = await expectDomainError(fixture.maker.make(dead, never), "masks-unavailable");
    expect(died.message).to.contain("it died");
    expect(await fixture.leftOf(dead)).to.deep.equal([]);
    expect(await fixture.maker.make(await jobOf("somebody"), never)).to.deep.equal({ nobody: 0 });
  });

  it("says that it cannot where it lacks what it needs", async () => {
    const without = fixture.without();
    await expectDomainError(
      without.prepare(() => undefined),
      "masks-unavailable",
    );
    await expectDomainError(without.make(await jobOf("somebody"), never), "masks-unavailable");
  });

  it("ends with the signal, and then nothing of it runs", async () => {
    const job = await jobOf("somebody", "hangs");
    const abort = new AbortController();
    const reason = new Error("the lease was lost");
    const making = fixture.maker.make(job, abort.signal).catch((error: unknown) => error);
    await eventually(async () => expect(await fixture.leftOf(job)).not.to.be.empty);
    abort.abort(reason);
    expect(await making).to.equal(reason);
    await eventually(async () => expect(await fixture.leftOf(job)).to.be.empty);
    const before = fixture.maker.make(job, abort.signal).catch((error: unknown) => error);
    const outcome = await Promise.race([before, delay(10_000, "nothing", { ref: false })]);
    expect(isDomainError(outcome)).to.equal(false);
    expect(outcome).to.equal(reason);
  });
}
