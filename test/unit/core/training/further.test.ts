import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, CPU, eachTestInAHouse, TINY_TERMS } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { loraFile } from "../../../support/lora-files.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { without } from "../../../support/without.js";

const NEVER = new AbortController().signal;
const CHANNEL = "telegram:10";

describe("training further", () => {
  const house = eachTestInAHouse();
  const further = () => house().service.further;

  /** A training that has come to its end, with its model. */
  const trained = async (): Promise<Training> => {
    house().runtime.script = goesWell();
    const { id } = await house().queued();
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    return house().stored(id);
  };
  const begun = async () => {
    const source = await trained();
    return { source, draft: await further().begin(ADA, source.modelId!, CHANNEL) };
  };
  const facts = async (id: string) =>
    (await house().stores.datasets.list(id)).map((image) =>
      without(image, "id", "trainingId", "blobKey", "addedAt"),
    );
  /** The files of a job's folder as they are when its trainer starts. */
  const jobOf = async (id: string) => {
    const workspace = await house().workspaces.open(id);
    const read = async (path: string) => buffer(await workspace.read(path));
    return { read, document: JSON.parse((await read("job.json")).toString()) as Record<string, unknown> };
  };

  it("is a draft that lacks nothing, with copies of the photos under keys of its own", async () => {
    const { source, draft } = await begun();
    expect(draft).to.deep.include({
      ownerId: ADA.userId,
      status: "DRAFT",
      name: "Rex the dog 2",
      triggerWord: "r3x",
      recipeId: "tiny-sdxl",
      basis: {
        modelId: source.modelId,
        name: "Rex the dog",
        recipeId: "tiny-sdxl",
        rank: 4,
        files: [{ blobKey: `${source.id}/lora.safetensors`, role: "lora" }],
      },
    });
    expect((await house().service.drafts.view(ADA, draft.id)).step).to.equal("confirming");
    expect(await facts(draft.id)).to.deep.equal(await facts(source.id));
    await house().service.library.delete(ADA, source.id);
    for (const { blobKey } of await house().stores.datasets.list(draft.id))
      expect((await buffer(await house().datasetBlobs.port.get(blobKey))).byteLength).to.be.greaterThan(0);
  });

  it("gives the trainer the model's weights to begin with", async () => {
    const { draft } = await begun();
    const queued = await house().service.confirmation.confirm(ADA, draft.id, TINY_TERMS);
    await house().runner().prepareAhead(queued, NEVER);
    const { read, document } = await jobOf(draft.id);
    expect(document).to.include({ initial: true, rank: 4 });
    expect(await read("initial/lora.safetensors")).to.deep.equal(loraFile("kohya"));
  });

  it("begins anew, and says nothing of weights, where the rank is another", async () => {
    const { draft } = await begun();
    await house().service.tuning.set(ADA, draft.id, "rank", 8);
    const queued = await house().service.confirmation.confirm(ADA, draft.id, TINY_TERMS);
    await house().runner().prepareAhead(queued, NEVER);
    const { document } = await jobOf(draft.id);
    expect(document).to.include({ rank: 8 });
    expect(document).to.not.have.property("initial");
    expect(await (await house().workspaces.open(draft.id)).exists("initial/lora.safetensors")).to.equal(
      false,
    );
  });

  it("is one draft, however often it is begun, and completed where a crash cut it off", async () => {
    const source = await trained();
    house().datasets.fail("add", 1);
    const cut = await further()
      .begin(ADA, source.modelId!, CHANNEL)
      .catch((error: unknown) => error);
    expect(cut).to.be.an("error");
    const [draft] = await house().service.drafts.open(ADA, CHANNEL);
    const whole = await further().begin(ADA, source.modelId!, CHANNEL);
    expect(whole.id).to.equal(draft!.id);
    expect(await facts(whole.id)).to.have.lengthOf(3);
    await house().service.datasets.removeImage(ADA, whole.id, 1);
    const again = await further().begin(ADA, source.modelId!, CHANNEL);
    expect(again.id).to.equal(whole.id);
    expect(await facts(whole.id), "what its person removed").to.have.lengthOf(2);
  });

  it("wants no more of the model than its weights, and says so when they are gone", async () => {
    const { source, draft } = await begun();
    const queued = await house().service.confirmation.confirm(ADA, draft.id, TINY_TERMS);
    await house().service.library.delete(ADA, source.id);
    await house().runner().prepareAhead(queued, NEVER);
    await (await house().workspaces.open(draft.id)).remove();
    await house().modelBlobs.port.delete(`${source.id}/lora.safetensors`);
    await expectDomainError(house().runner().prepareAhead(queued, NEVER), "basis-gone");
    await expectDomainError(further().begin(ADA, source.modelId!, CHANNEL), "not-found");
  });
});
