import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { TrainingEvents, type TrainingEvent } from "../../../../src/core/training/events.js";
import { RemoteTrainings } from "../../../../src/core/training/remote-trainings.js";
import { MAX_SAMPLES } from "../../../../src/core/training/samples.js";
import { bytesOf } from "../../../support/byte-streams.js";
import { ADA, BOB, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { eventually } from "../../../support/eventually.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import type { Script } from "../../../support/scripted-runtime.js";
import { draw, training as endsWell } from "../../../support/training-scripts.js";
import { settle } from "../../../support/turns.js";

/** As it goes well for a trainer that draws at its last step. */
function goesWell(): Script {
  return async (trainer) => {
    await draw(trainer, 2);
    return endsWell()(trainer);
  };
}

const NEVER = new AbortController().signal;

describe("the samples of a training", () => {
  const house = eachTestInAHouse();
  const run = async (script: Script) => {
    house().runtime.script = script;
    const queued = await house().queued();
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    return house().stored(queued.id);
  };
  const drawing =
    (...drawn: [step: number, prompt: string][]): Script =>
    async (trainer) => {
      for (const [step, prompt] of drawn) await draw(trainer, step, prompt);
      return goesWell()(trainer);
    };
  const warnings = () =>
    house().logger.entries.filter(
      ({ level, fields }) => level === "warn" && fields["path"] !== "samples/2.png",
    );

  it("are kept beside its model by step and prompt, and recorded with it", async () => {
    const training = await run(drawing([1, "a"], [1, "b"], [2, "a"], [2, "b"]));
    const kept = training.samples!.map(({ step, prompt, blobKey }) => [step, prompt, blobKey]);
    const key = (name: string) => `${training.id}/samples/${name}.jpg`;
    expect(kept).to.deep.equal([
      [1, 0, key("000001-0")],
      [1, 1, key("000001-1")],
      [2, 0, key("000002-0")],
      [2, 1, key("000002-1")],
      [2, 2, key("000002-2")],
    ]);
    const blob = await house().modelBlobs.port.get(key("000002-1"));
    expect((await bytesOf(blob)).toString()).to.equal("kept b at 2");
    expect(training.losses).to.deep.equal([
      { step: 1, loss: 0.5 },
      { step: 2, loss: 0.5 },
    ]);
  });

  it("are stored once, though the trainer tells of them again", async () => {
    let puts = 0;
    const training = await run(async (trainer) => {
      house().modelBlobs.before("put", () => {
        puts++;
      });
      await draw(trainer, 1);
      await draw(trainer, 1);
      return goesWell()(trainer);
    });
    expect(training.samples).to.have.length(2);
    expect(puts, "two samples and the model").to.equal(3);
  });

  it("are bounded: the oldest go", async () => {
    const drawn = Array.from({ length: MAX_SAMPLES + 3 }, (_, index): [number, string] => [
      index + 10,
      "r3x",
    ]);
    const training = await run(drawing([1, "r3x"], ...drawn));
    expect(training.samples).to.have.length(MAX_SAMPLES);
    const keys = await house().keys("models", training.id);
    expect(keys.filter((key) => key.includes("/samples/"))).to.have.length(MAX_SAMPLES);
    expect(training.samples![0]!.step).to.be.above(10);
  });

  const faults: Record<string, Script> = {
    "is no picture": async (trainer) => {
      await draw(trainer, 1);
      await writeFile(join(trainer.spec.folder, "output", "samples", "bad.png"), "broken");
      trainer.print({ event: "sample", step: 1, path: "samples/bad.png", prompt: "other" });
      return goesWell()(trainer);
    },
    "is not there": async (trainer) => {
      trainer.print({ event: "sample", step: 1, path: "samples/none.png", prompt: "r3x" });
      return goesWell()(trainer);
    },
    "lies outside the folder": async (trainer) => {
      trainer.print({ event: "sample", step: 1, path: "../../../etc/passwd", prompt: "r3x" });
      return goesWell()(trainer);
    },
  };
  for (const [fault, script] of Object.entries(faults)) {
    it(`do not fail it when one ${fault}; the log says so`, async () => {
      const training = await run(script);
      expect(training.status).to.equal("COMPLETED");
      expect(warnings(), "one line").to.have.length(1);
      expect(training.samples!.at(-1)!.step).to.equal(2);
    });
  }

  it("do not fail it when the store takes none", async () => {
    house().modelBlobs.fail("put", 1);
    const training = await run(goesWell());
    expect(training.status).to.equal("COMPLETED");
    expect(training.samples ?? []).to.deep.equal([]);
    expect(warnings()).to.have.length(1);
  });

  it("that are on this host only when the trainer has ended are kept then", async () => {
    const training = await run(async (trainer) => {
      trainer.print({ event: "sample", step: 1, path: "samples/1-r3x.png", prompt: "r3x" });
      await settle(5);
      await draw({ ...trainer, print: () => undefined }, 1);
      return goesWell()(trainer);
    });
    expect(training.samples!.map(({ step }) => step)).to.deep.equal([1, 2]);
    expect(warnings()).to.deep.equal([]);
  });

  it("go with a training that fails, from the store and from its record", async () => {
    const training = await run(async (trainer) => {
      await draw(trainer, 1);
      return { code: 70 };
    });
    expect(training.status).to.equal("FAILED");
    expect(training).not.to.have.property("samples");
    expect(await house().keys("models", training.id)).to.deep.equal([]);
  });

  it("go when a training is stopped that nobody holds", async () => {
    const { id } = await house().queued();
    await house().claim();
    await house().modelBlobs.port.put(`${id}/samples/000001-0.jpg`, stream(), { contentType: "image/jpeg" });
    house().clock.time += 61_000;
    await house().service.library.cancel(ADA, id);
    expect(await house().keys("models", id)).to.deep.equal([]);
  });

  it("go when a completed training is deleted, as its model does", async () => {
    const { id } = await run(goesWell());
    await house().service.library.delete(ADA, id);
    expect(await house().keys("models", id)).to.deep.equal([]);
  });

  it("are shown to their owner alone, all steps of them", async () => {
    const { id } = await run(drawing([1, "r3x"]));
    const [sheet] = await house().service.pictures.ofSamples(ADA, id);
    expect(Buffer.from(sheet!).toString()).to.equal("1: kept r3x at 1, 2: kept r3x at 2");
    await expectDomainError(house().service.pictures.ofSamples(BOB, id), "not-yours");
  });

  it("are in the picture of its card with its losses, and left out when they are gone", async () => {
    const training = await run(goesWell());
    const told = async () => Buffer.from((await house().service.pictures.ofProgress(training))!).toString();
    expect(await told()).to.equal("2 losses of 2 steps, 2: kept r3x at 2");
    await house().modelBlobs.port.deleteAll(`${training.id}/samples/`);
    expect(await told()).to.equal("2 losses of 2 steps, ");
  });

  it("reach the process that talks, when another one trains", async () => {
    const told = new TrainingEvents(house().logger);
    const heard: TrainingEvent[] = [];
    told.subscribe((event) => void heard.push(event));
    const { trainings } = house().stores;
    const remote = new RemoteTrainings({ trainings, told, isOwn: () => false, logger: house().logger });
    const stored = async () => (await house().stores.trainings.listByOwner(ADA.userId, { limit: 1 }))[0];
    const training = await run(async (trainer) => {
      await draw(trainer, 1);
      await eventually(async () => expect((await stored())!.samples).to.have.length(1));
      await remote.look();
      return goesWell()(trainer);
    });
    await settle(3);
    const { training: shown } = heard.find(({ type }) => type === "progress")!;
    expect(shown.samples!.map(({ step }) => step)).to.deep.equal([1]);
    const picture = await house().service.pictures.ofProgress(shown);
    expect(Buffer.from(picture!).toString()).to.contain("1: kept r3x at 1");
    expect(training.status).to.equal("COMPLETED");
  });
});

async function* stream(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from("jpeg"));
}
