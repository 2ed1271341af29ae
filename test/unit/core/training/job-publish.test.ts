import { expect } from "chai";
import { describe, it } from "mocha";
import { Publisher } from "../../../../src/core/training/job-publish.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, CPU, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { loraFile, safetensorsFile } from "../../../support/lora-files.js";
import { sampleModel } from "../../../support/stored-samples.js";
import { training as leaves, type OutputSample } from "../../../support/training-scripts.js";
import { without } from "../../../support/without.js";

const NEVER = new AbortController().signal;

describe("publishing a model", () => {
  const house = eachTestInAHouse();
  const run = async (...outputs: OutputSample[]): Promise<Training> => {
    house().runtime.script = leaves(...outputs);
    const { id } = await house().queued();
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    return house().stored(id);
  };
  const models = () => house().stores.models.listByOwner(ADA.userId, { limit: 99 });

  const file = loraFile("kohya");
  const refused: Readonly<Record<string, { outputs: OutputSample[]; says: RegExp }>> = {
    "that holds NaN": { outputs: [{ content: loraFile("kohya", [1, Number.NaN]) }], says: /NaN or infinity/ },
    "of another family": {
      outputs: [{ content: loraFile("transformer") }],
      says: /is no key of the form kohya/,
    },
    "that is not the one announced": {
      outputs: [{ sha256: "0".repeat(64) }],
      says: /not what the trainer announced/,
    },
    "that learned nothing": {
      outputs: [{ content: loraFile("kohya", [0, 0]) }],
      says: /those it started with/,
    },
    "without tensors": { outputs: [{ content: safetensorsFile([]) }], says: /no tensors/ },
    "that is no safetensors file": {
      outputs: [{ content: Buffer.from("a pickle") }],
      says: /not a safetensors file/,
    },
    "that is cut off": { outputs: [{ content: file.subarray(0, -1) }], says: /ends inside a tensor/ },
    "of which one of two files is bad": {
      outputs: [
        { path: "high.safetensors", role: "high" },
        { path: "low.safetensors", role: "low", content: loraFile("diffusion-model") },
      ],
      says: /is no key of the form kohya/,
    },
    "with two files of one role": {
      outputs: [
        { path: "a.safetensors", role: "high/noise" },
        { path: "b.safetensors", role: "high noise" },
      ],
      says: /two files of one role/,
    },
  };
  for (const [fault, { outputs, says }] of Object.entries(refused)) {
    it(`refuses one ${fault}, and keeps nothing of it`, async () => {
      const { id, failure, status } = await run(...outputs);
      expect({ status, code: failure?.code }).to.deep.equal({ status: "FAILED", code: "model-invalid" });
      const logged = house().logger.entries.find(({ message }) => message === "training failed");
      expect((logged?.fields["error"] as Error).message).to.match(says);
      expect(await models()).to.deep.equal([]);
      expect(await house().keys("models", id)).to.deep.equal([]);
    });
  }

  for (const path of ["missing.safetensors", "../job.json", "/etc/passwd", ""]) {
    it(`refuses a file that was announced as ${JSON.stringify(path)} and is not there`, async () => {
      house().runtime.script = (trainer) => {
        const announced = { path, sha256: "ab", bytes: 1, role: "lora" };
        trainer.print({ event: "done", files: [announced] });
        return Promise.resolve({ code: 0 });
      };
      const { id } = await house().queued();
      await house()
        .runner()
        .run(await house().claim(), CPU, NEVER);
      expect((await house().stored(id)).failure?.code).to.equal("model-invalid");
    });
  }

  it("stores both files of a family that leaves two, each under its role", async () => {
    const { id, modelId } = await run(
      { path: "high.safetensors", role: "high-noise" },
      { path: "low.safetensors", role: "low noise" },
    );
    const model = await house().stores.models.get(modelId!);
    expect(model?.files.map(({ blobKey, fileName, role }) => ({ blobKey, fileName, role }))).to.deep.equal([
      {
        blobKey: `${id}/high-noise.safetensors`,
        fileName: "Rex-the-dog-tiny-sdxl-high-noise.safetensors",
        role: "high-noise",
      },
      {
        blobKey: `${id}/low-noise.safetensors`,
        fileName: "Rex-the-dog-tiny-sdxl-low-noise.safetensors",
        role: "low noise",
      },
    ]);
  });

  it("finds a key for any role", async () => {
    for (const [role, key] of [
      ["", "lora"],
      ["../../x", "------x"],
      ["r".repeat(999), "r".repeat(40)],
    ] as const) {
      const { id } = await run({ role });
      expect(await house().keys("models", id)).to.deep.equal([`${id}/${key}.safetensors`]);
    }
  });

  it("names the file after the training, as every system takes it", async () => {
    for (const [name, fileName] of [
      ["Рекс / 2:1", "Рекс-2-1-tiny-sdxl.safetensors"],
      ["🐕", "model-tiny-sdxl.safetensors"],
      ["../../etc", "etc-tiny-sdxl.safetensors"],
    ] as const) {
      house().runtime.script = leaves();
      const { id } = await house().readyDraft();
      await house().service.drafts.setName(ADA, id, name);
      await house().service.confirmation.confirm(ADA, id, TINY_TERMS);
      await house()
        .runner()
        .run(await house().claim(), CPU, NEVER);
      const model = await house().stores.models.get((await house().stored(id)).modelId!);
      expect(model?.files[0]?.fileName).to.equal(fileName);
    }
  });

  describe("by itself", () => {
    const publisher = () => {
      const { clock, ids, logger, models: repository, modelBlobs } = house();
      return new Publisher({ models: repository.port, blobs: modelBlobs.port, clock, ids, logger });
    };
    /** A training whose model lies in its folder, to be published. */
    const trained = async () => {
      house().runtime.script = leaves();
      const { id } = await house().queued();
      const shutdown = new AbortController();
      house().modelBlobs.before("put", () => {
        shutdown.abort();
      });
      await house()
        .runner()
        .run(await house().claim(), CPU, shutdown.signal);
      house().modelBlobs.heal();
      return { training: await house().stored(id), workspace: await house().workspaces.open(id) };
    };

    it("ends in the same model however often it is done", async () => {
      const { training, workspace } = await trained();
      const first = await publisher().publish(training, workspace, NEVER);
      house().clock.time += 5000;
      const second = await publisher().publish(training, workspace, NEVER);
      expect(second).to.deep.equal({ ...first, createdAt: house().clock.now() });
      expect(await models()).to.deep.equal([second]);
      expect(await house().keys("models", training.id)).to.have.lengthOf(1);
    });

    it("stops between two chunks when its signal aborts, and registers nothing", async () => {
      const { training, workspace } = await trained();
      const outcome = await publisher()
        .publish(training, workspace, AbortSignal.abort(new Error("enough")))
        .catch((error: unknown) => error);
      expect(outcome).to.be.an("error").with.property("message", "enough");
      expect(await models()).to.deep.equal([]);
    });

    it("needs a file that was announced", async () => {
      const { training, workspace } = await trained();
      const job = without(training.job!, "outputs");
      await expectDomainError(publisher().publish({ ...training, job }, workspace, NEVER), "model-invalid");
    });

    it("lets a folder that cannot be read through as what it is", async () => {
      const { training, workspace } = await trained();
      const broken = { ...workspace, read: () => Promise.reject(new Error("EIO")) };
      const outcome = await publisher()
        .publish(training, broken as unknown as typeof workspace, NEVER)
        .catch((error: unknown) => error);
      expect(outcome).to.be.an("error").with.property("message", "EIO");
    });

    it("is taken back, among any number of models of the owner, and of no other training", async () => {
      const { training, workspace } = await trained();
      const model = await publisher().publish(training, workspace, NEVER);
      for (let count = 0; count < 60; count++) {
        const createdAt = house().clock.now() + 1 + count;
        await house().stores.models.upsertByTraining(sampleModel({ ownerId: ADA.userId, createdAt }));
      }
      await publisher().withdraw(training);
      await publisher().withdraw(training);
      expect(await house().stores.models.get(model.id)).to.equal(undefined);
      expect(await models()).to.have.lengthOf(60);
      expect(await house().keys("models", training.id)).to.deep.equal([]);
    });
  });
});
