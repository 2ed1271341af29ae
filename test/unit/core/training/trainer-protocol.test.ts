import { expect } from "chai";
import { describe, it } from "mocha";
import { flux } from "../../../../src/core/recipes/flux.js";
import { resolveParameters } from "../../../../src/core/training/options.js";
import {
  exitError,
  isResumable,
  jobDocument,
  parseTrainerEvent,
  type TrainerEvent,
} from "../../../../src/core/training/trainer-protocol.js";
import { queuedTraining } from "../../../support/stored-samples.js";
import { without } from "../../../support/without.js";

const EVENTS: readonly TrainerEvent[] = [
  { event: "phase", name: "cache" },
  { event: "download", file: "unet", bytes: 5, total: 10 },
  { event: "download", file: "unet", bytes: 5, total: null },
  { event: "step", step: 1, steps: 9, loss: 0.5, lr: 1e-4, secondsPerStep: 0.1, etaSeconds: 0.8 },
  { event: "sample", step: 1, path: "samples/1.png", prompt: "r3x" },
  { event: "checkpoint", step: 1, path: "checkpoints/1" },
  { event: "warning", code: "slow-disk", message: "the disk is slow" },
  { event: "error", code: "no-weights", message: "accept the licence" },
  { event: "stopped", step: 3 },
  { event: "done", files: [{ path: "rex.safetensors", sha256: "ab", bytes: 1, role: "lora" }] },
];

describe("a line of the trainer", () => {
  for (const event of EVENTS) {
    it(`is understood: ${JSON.stringify(event)}`, () => {
      expect(parseTrainerEvent(JSON.stringify(event))).to.deep.equal(event);
    });
  }

  it("may say more than this version knows", () => {
    expect(parseTrainerEvent('{"event":"stopped","step":3,"why":"SIGTERM"}')).to.deep.equal({
      event: "stopped",
      step: 3,
    });
  });

  it("is passed over when it is no event, or one that this version does not know", () => {
    for (const line of [
      "",
      "Loading weights…",
      "null",
      "[]",
      "7",
      '{"event":"memory","peakBytes":1}',
      '{"event":"step","step":"one"}',
      '{"event":"step","step":1,"steps":9,"loss":NaN}',
      '{"event":"done","files":[]}',
      '{"event":"done"',
    ]) {
      expect(parseTrainerEvent(line), line).to.equal(undefined);
    }
  });
});

describe("the end of a trainer", () => {
  const ends = [
    { exit: { code: 0 }, resumable: true, code: "trainer-internal" },
    { exit: { code: 1 }, resumable: false, code: "trainer-internal" },
    { exit: { code: 64 }, resumable: false, code: "trainer-bad-job" },
    { exit: { code: 65 }, resumable: false, code: "trainer-bad-dataset" },
    { exit: { code: 66 }, resumable: false, code: "trainer-weights" },
    { exit: { code: 70 }, resumable: false, code: "trainer-internal" },
    { exit: { code: 71 }, resumable: false, code: "trainer-memory" },
    { exit: { code: 75 }, resumable: true, code: "trainer-lost" },
    { exit: { code: 127 }, resumable: false, code: "trainer-internal" },
    { exit: { code: 137 }, resumable: true, code: "trainer-lost" },
    { exit: {}, resumable: true, code: "trainer-lost" },
    { exit: { signal: "SIGKILL" }, resumable: true, code: "trainer-lost" },
    { exit: { signal: "SIGKILL", outOfMemory: true }, resumable: true, code: "trainer-memory" },
    { exit: { code: 137, outOfMemory: true }, resumable: true, code: "trainer-memory" },
    { exit: { code: 75, hung: true }, resumable: true, code: "trainer-hung" },
    { exit: { signal: "SIGKILL", hung: true }, resumable: true, code: "trainer-hung" },
    { exit: { code: 75, timedOut: true }, resumable: false, code: "trainer-timeout" },
    { exit: { signal: "SIGKILL", timedOut: true }, resumable: false, code: "trainer-timeout" },
  ] as const;
  for (const { exit, resumable, code } of ends) {
    it(`${JSON.stringify(exit)} is ${code}${resumable ? ", after it was tried again" : ""}`, () => {
      expect(isResumable(exit)).to.equal(resumable);
      expect(exitError(exit, undefined).code).to.equal(code);
    });
  }

  it("is told to the log in the trainer's own words, else by its code", () => {
    expect(exitError({ code: 66 }, "accept the licence").message).to.equal("accept the licence");
    expect(exitError({ code: 66 }, undefined).message).to.equal("the trainer ended with 66");
    expect(exitError({ signal: "SIGKILL" }, undefined).message).to.equal("the trainer ended with SIGKILL");
    expect(exitError({}, undefined).message).to.equal("the trainer ended with no exit code");
    expect(exitError({ code: 0 }, undefined).message).to.equal(
      "the trainer ended well but announced no file",
    );
  });
});

describe("job.json", () => {
  const options = { subject: "style", quality: "fast", overrides: { steps: 100 } } as const;
  const training = queuedTraining(1, { recipeId: "flux", seed: 7, options });

  it("holds the keys of the contract, and nothing that the trainer would refuse", () => {
    const document = jobDocument(training, flux, resolveParameters(flux, options, 10));
    expect(document).to.deep.equal({
      version: 1,
      trainingId: training.id,
      family: "flux",
      baseModel: "black-forest-labs/FLUX.1-dev",
      revision: flux.baseModel.revision,
      name: "Rex",
      triggerWord: "r3x",
      isStyle: true,
      steps: 100,
      learningRate: 1e-4,
      rank: 16,
      resolution: 512,
      batchSize: 1,
      optimizer: "adamw8bit",
      precision: "bf16",
      masks: false,
      seed: 7,
      checkpointEvery: 25,
      exportEvery: 25,
      sampleEvery: 25,
      samplePrompts: ["r3x"],
    });
  });

  it("has the trainer draw what the person chose", () => {
    const samplePrompts = ["r3x in a field", "r3x, at sea"];
    const chosen = { ...training, options: { ...options, samplePrompts } };
    expect(jobDocument(chosen, flux, flux.defaults)).to.deep.include({ samplePrompts });
  });

  it("asks for a checkpoint at least every 250 steps and never every 0", () => {
    const every = (steps: number) =>
      jobDocument(training, flux, { ...flux.defaults, steps })["checkpointEvery"];
    expect([1, 4, 1000, 6000].map(every)).to.deep.equal([1, 1, 250, 250]);
  });

  it("does without a trigger word and a seed", () => {
    const bare = without(training, "triggerWord", "seed");
    expect(jobDocument(bare, flux, flux.defaults)).to.deep.include({ samplePrompts: [], seed: 0 });
  });
});
