import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import { copyBlobs } from "../../../../src/core/migration/blobs.js";
import { versionsOf } from "../../../../src/core/models/versions.js";
import { checkpointEvery, exportEvery, MAX_EARLIER } from "../../../../src/core/training/checkpoints.js";
import type { TrainedModel } from "../../../../src/core/training/model.js";
import { ADA, BOB, CPU, eachTestInAHouse, TINY_TERMS } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { loraFile } from "../../../support/lora-files.js";
import type { Script } from "../../../support/scripted-runtime.js";

const NEVER = new AbortController().signal;

/** The LoRA of a step, unlike that of any other. */
const loraOf = (step: number): Buffer => loraFile("kohya", [step, 1]);

interface Left {
  readonly step: number;
  readonly content?: Buffer;
  readonly role?: string;
}

/** A training that leaves these steps besides the last one. */
function keeps(...steps: Left[]): Script {
  return async (trainer) => {
    const leave = async (path: string, content: Buffer, role = "lora"): Promise<object> => {
      const file = join(trainer.spec.folder, "output", path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return {
        path,
        role,
        bytes: content.byteLength,
        sha256: createHash("sha256").update(content).digest("hex"),
      };
    };
    const told: object[] = [];
    for (const { step, content = loraOf(step), role } of steps) {
      told.push({ step, files: [await leave(`steps/${step}.safetensors`, content, role)] });
    }
    trainer.print({ event: "done", files: [await leave("lora.safetensors", loraOf(0))], steps: told });
    return { code: 0 };
  };
}

describe("the steps of a model", () => {
  const house = eachTestInAHouse();

  async function trained(...steps: Left[]): Promise<TrainedModel> {
    house().runtime.script = keeps(...steps);
    const { id } = await house().queued();
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    const { modelId } = await house().stored(id);
    return house().service.models.owned(ADA, modelId!);
  }
  const models = () => house().service.models;
  const read = async ({ files }: TrainedModel): Promise<Buffer> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await models().open(files[0]!)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  it("are published beside it, and the last one is the model's until another is chosen", async () => {
    const model = await trained({ step: 30 }, { step: 60 });
    expect(model.versions?.map(({ step }) => step)).to.deep.equal([30, 60, model.steps]);
    expect(await read(model)).to.deep.equal(loraOf(0));
    expect(await house().keys("models", model.trainingId)).to.deep.equal([
      `${model.trainingId}/lora.safetensors`,
      `${model.trainingId}/steps/000030/lora.safetensors`,
      `${model.trainingId}/steps/000060/lora.safetensors`,
    ]);
    const chosen = await models().choose(ADA, model.id, 30);
    expect(await read(chosen)).to.deep.equal(loraOf(30));
    expect(chosen).to.include({ id: model.id, steps: 30 });
    expect(chosen.files[0]).to.include({
      fileName: "Rex-the-dog-tiny-sdxl-step30.safetensors",
      sha256: createHash("sha256").update(loraOf(30)).digest("hex"),
    });
    const [link] = await models().links(await models().owned(ADA, model.id));
    expect(link).to.include({ sha256: chosen.files[0]!.sha256 });
    const token = await house().service.sharing.share(ADA, model.id);
    const offer = await house().service.sharing.offer({ userId: "telegram:2", isAdmin: false }, token);
    expect(offer.model.files).to.deep.equal(chosen.files);
    expect(await models().choose(ADA, model.id, model.steps), "and back").to.deep.equal(model);
    await expectDomainError(models().choose(ADA, model.id, 31), "not-found");
  });

  it("are one alone where the trainer kept no other", async () => {
    const model = await trained();
    expect(model).not.to.have.property("versions");
    expect(await models().choose(ADA, model.id, model.steps)).to.deep.equal(model);
  });

  it("are left out, and logged, where they do not pass the checks; the training is done all the same", async () => {
    const model = await trained(
      { step: 10, content: loraFile("kohya", [0, 0]) },
      { step: 20, content: Buffer.from("a pickle") },
      { step: 30, role: "high" },
      { step: 40 },
    );
    expect(model.versions?.map(({ step }) => step)).to.deep.equal([40, model.steps]);
    const told = house().logger.entries.filter(({ message }) => message.includes("earlier step"));
    expect(told.map(({ fields }) => fields["step"])).to.deep.equal([10, 20, 30]);
  });

  it("are those that come last where there are too many", async () => {
    const model = await trained(...[1, 2, 3, 4, 5, 6].map((step) => ({ step })));
    expect(model.versions?.map(({ step }) => step)).to.deep.equal([3, 4, 5, 6, model.steps]);
  });

  it("bear the model's name, also a new one", async () => {
    const model = await trained({ step: 30 });
    await models().choose(ADA, model.id, 30);
    await house().service.library.rename(ADA, model.trainingId, "Max");
    const names = (one: TrainedModel) => one.files[0]?.fileName;
    const renamed = await models().owned(ADA, model.id);
    expect(names(renamed)).to.equal("Max-tiny-sdxl-step30.safetensors");
    expect(names(await models().choose(ADA, model.id, model.steps))).to.equal("Max-tiny-sdxl.safetensors");
  });

  it("go with the training, all of them, and with their person", async () => {
    const model = await trained({ step: 30 }, { step: 60 });
    await models().choose(ADA, model.id, 30);
    await house().service.library.delete(ADA, model.trainingId);
    expect(await house().keys("models", model.trainingId)).to.deep.equal([]);
    await expectDomainError(models().owned(ADA, model.id), "not-found");
    const other = await trained({ step: 30 });
    await house().service.library.deleteEverything(ADA);
    expect(await house().keys("models", other.trainingId)).to.deep.equal([]);
  });

  it("stay choosable with their files when a deletion is cut off, and it is finished the next time", async () => {
    const model = await trained({ step: 30 }, { step: 60 }, { step: 90 });
    const draft = await house().service.further.begin(ADA, model.id, "telegram:10");
    const remove = () => house().service.library.delete(ADA, model.trainingId);
    let deletions = 0;
    house().modelBlobs.before("delete", () => {
      if (++deletions === 2) throw new Error("killed");
    });
    await remove().then(
      () => expect.fail("it was not cut off"),
      () => undefined,
    );
    for (const { step } of versionsOf(await models().owned(ADA, model.id)))
      expect((await read(await models().choose(ADA, model.id, step))).byteLength).to.be.above(0);
    await remove();
    expect(await house().keys("models", model.trainingId)).to.deep.equal([
      `${model.trainingId}/lora.safetensors`,
    ]);
    expect((await house().service.drafts.view(ADA, draft.id)).training.basis?.modelId).to.equal(model.id);
  });

  it("stay when the training is deleted as long as another one is to begin with them", async () => {
    const model = await trained({ step: 30 }, { step: 60 });
    await models().choose(ADA, model.id, 30);
    const draft = await house().service.further.begin(ADA, model.id, "telegram:10");
    await models().choose(ADA, model.id, model.steps);
    await house().service.library.delete(ADA, model.trainingId);
    const kept = await models().owned(ADA, model.id);
    expect(kept.versions?.map(({ step }) => step)).to.deep.equal([30, model.steps]);
    const queued = await house().service.confirmation.confirm(ADA, draft.id, TINY_TERMS);
    await house().runner().prepareAhead(queued, NEVER);
    const workspace = await house().workspaces.open(draft.id);
    expect(await buffer(await workspace.read("initial/lora.safetensors"))).to.deep.equal(loraOf(30));
  });

  it("are those of its owner's choice to who took it, whatever is chosen next, until the share ends", async () => {
    const model = await trained({ step: 30 });
    const { sharing } = house().service;
    await models().choose(ADA, model.id, 30);
    const token = await sharing.share(ADA, model.id);
    const { model: taken } = await sharing.accept(BOB, token);
    expect(await read(taken)).to.deep.equal(loraOf(30));
    await models().choose(ADA, model.id, model.steps);
    expect(await read(await sharing.receivedModel(BOB, token))).to.deep.equal(loraOf(0));
    expect(await read(taken), "a link that was given out before").to.deep.equal(loraOf(30));
    await expectDomainError(models().choose(BOB, model.id, 30), "not-yours");
    await house().service.library.delete(ADA, model.trainingId);
    await expectDomainError(sharing.receivedModel(BOB, token), "share-ended");
  });

  it("move to another storage with it", async () => {
    const model = await trained({ step: 30 });
    const buckets = { datasets: house().datasetBlobs.port, models: house().modelBlobs.port };
    const { missing, named } = await copyBlobs(house().stores.archive, buckets, buckets, () => undefined);
    expect(missing).to.deep.equal([]);
    expect(named).to.equal(3 + 2);
    expect(model.versions).to.have.lengthOf(2);
  });

  it("are asked for at steps that have samples, and never more than are kept", () => {
    for (const steps of [1, 2, 3, 4, 5, 119, 120, 999, 1_000, 1_500, 2_000, 3_001, 100_000]) {
      const every = exportEvery(steps);
      expect(every % checkpointEvery(steps), `of ${steps}`).to.equal(0);
      const earlier = Math.ceil(steps / every) - 1;
      expect(earlier, `of ${steps}`).to.be.at.most(MAX_EARLIER);
      if (steps >= 4) expect(earlier, `of ${steps}`).to.be.at.least(2);
    }
  });
});
