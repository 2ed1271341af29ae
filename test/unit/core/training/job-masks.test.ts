import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, CPU, eachTestInAHouse, TINY_TERMS } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { FakeMasks } from "../../../support/fake-masks.js";
import type { Script } from "../../../support/scripted-runtime.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { turnsUntil } from "../../../support/turns.js";

const NEVER = new AbortController().signal;
const UNAVAILABLE = new DomainError("masks-unavailable", {}, { message: "no mediapipe" });

/** A maker that comes to its end with the signal's. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

describe("a job that learns with masks", () => {
  const house = eachTestInAHouse();
  let masks: FakeMasks;
  /** What lay in the folder when the trainer was started. */
  let seen: { masks: unknown; files: boolean[] }[];

  beforeEach(() => {
    masks = new FakeMasks();
    seen = [];
    house().runtime.script = looks;
  });

  const looks: Script = async (trainer) => {
    const { folder } = trainer.spec;
    const job = JSON.parse(await readFile(join(folder, "job.json"), "utf8")) as { masks: unknown };
    const there = (path: string) =>
      access(join(folder, path)).then(
        () => true,
        () => false,
      );
    const files = await Promise.all([1, 2, 3].map((number) => there(`dataset/000${number}.mask.png`)));
    seen.push({ masks: job.masks, files });
    return goesWell()(trainer);
  };
  const WITH = { masks: true, files: [true, true, true] };
  const WITHOUT = { masks: false, files: [false, false, false] };

  const queued = async (): Promise<Training> => {
    const { drafts, tuning, confirmation } = house().service;
    const { id } = await house().readyDraft();
    await drafts.setSubject(ADA, id, "person");
    await tuning.setMasks(ADA, id, true);
    return confirmation.confirm(ADA, id, TINY_TERMS);
  };
  const run = async ({ signal = NEVER, ...changes }: { signal?: AbortSignal; masks?: undefined } = {}) =>
    house()
      .runner({ masks, ...changes })
      .run(await house().claim(), CPU, signal);
  /** The worker is silent for so long that another one, or its next life, has the job. */
  const runAgain = () => {
    house().clock.time += 61_000;
    return run();
  };

  it("has them made before the trainer starts, and keeps how many photos have nobody", async () => {
    masks.nobody = 2;
    const { id } = await queued();
    await run();
    expect(seen).to.deep.equal([WITH]);
    const stored = await house().stored(id);
    expect(stored).to.deep.include({ status: "COMPLETED", masks: { made: true, nobody: 2 } });
  });

  it("finds them made ahead, with what was said then", async () => {
    masks.nobody = 1;
    const training = await queued();
    await house().runner({ masks }).prepareAhead(training, NEVER);
    await run();
    expect(masks.asked).to.deep.equal([training.id]);
    expect(seen).to.deep.equal([WITH]);
    expect((await house().stored(training.id)).masks).to.deep.equal({ made: true, nobody: 1 });
  });

  it("has none made for a training that did not ask for them", async () => {
    const { id } = await house().queued();
    await run();
    expect(masks.asked).to.deep.equal([]);
    expect(seen).to.deep.equal([WITHOUT]);
    expect(await house().stored(id)).not.to.have.property("masks");
  });

  it("goes on without them where they cannot be made, and says so", async () => {
    masks.before = () => Promise.reject(UNAVAILABLE);
    const { id } = await queued();
    await run();
    expect(seen).to.deep.equal([WITHOUT]);
    const stored = await house().stored(id);
    expect(stored).to.deep.include({ status: "COMPLETED", masks: { made: false, nobody: 0 } });
    expect(house().logger.entries.map(({ level, message }) => `${level} ${message}`)).to.include(
      "error no masks could be made; the training goes on without them",
    );
  });

  it("goes on without them on a worker that makes none", async () => {
    const { id } = await queued();
    await run({ masks: undefined });
    expect(seen).to.deep.equal([WITHOUT]);
    expect((await house().stored(id)).masks).to.deep.equal({ made: false, nobody: 0 });
  });

  it("is not settled by what failed ahead: whoever claims it tries again", async () => {
    const training = await queued();
    masks.before = () => Promise.reject(UNAVAILABLE);
    await expectDomainError(house().runner({ masks }).prepareAhead(training, NEVER), "masks-unavailable");
    masks.before = () => undefined;
    await run();
    expect(seen).to.deep.equal([WITH]);
  });

  it("makes them again when its worker ended over them", async () => {
    const shutdown = new AbortController();
    masks.before = (signal) => {
      shutdown.abort();
      return untilAborted(signal);
    };
    const { id } = await queued();
    await run({ signal: shutdown.signal });
    expect((await house().stored(id)).status).to.equal("PREPARING");
    masks.before = () => undefined;
    await runAgain();
    expect(seen).to.deep.equal([WITH]);
  });

  it("stays without them once that was written, also when its worker ended over it", async () => {
    const shutdown = new AbortController();
    masks.before = () => {
      house().datasets.before("list", () => {
        shutdown.abort();
      });
      throw UNAVAILABLE;
    };
    const { id } = await queued();
    await run({ signal: shutdown.signal });
    expect(await house().stored(id)).to.deep.include({
      status: "PREPARING",
      masks: { made: false, nobody: 0 },
    });
    await runAgain();
    expect(masks.asked).to.have.length(1);
    expect(seen).to.deep.equal([WITHOUT]);
  });

  it("that is cancelled over them ends at once and leaves nothing", async () => {
    masks.before = untilAborted;
    const { id } = await queued();
    const running = run();
    await turnsUntil("masks are asked for", () => Promise.resolve(masks.asked.length === 1));
    await house().service.library.cancel(ADA, id);
    await running;
    expect((await house().stored(id)).status).to.equal("CANCELLED");
    expect(await house().workspaces.list()).to.deep.equal([]);
    expect(seen).to.deep.equal([]);
  });
});
