import { expect } from "chai";
import { describe, it } from "mocha";
import { expectDomainError } from "../support/expect-domain-error.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import { EPOCH, sampleId, sampleModel } from "../support/stored-samples.js";

export function shouldBehaveLikeModelRepository(make: MakeStoreHarness): void {
  describe("as a model repository", () => {
    const { stores, open } = eachTestOn(make);
    const models = () => stores().models;

    it("gives back exactly what was stored, also to the next connection", async () => {
      const model = sampleModel({
        name: "Жанна 🦊",
        files: [
          {
            blobKey: "models/a/high.safetensors",
            fileName: "Ж.safetensors",
            bytes: 2 ** 40,
            sha256: "a",
            role: "high",
          },
          {
            blobKey: "models/a/low.safetensors",
            fileName: "low.safetensors",
            bytes: 0,
            sha256: "b",
            role: "low",
          },
        ],
      });
      expect(await models().upsertByTraining(model)).to.deep.equal(model);
      expect(await models().get(model.id)).to.deep.equal(model);
      expect(await (await open()).models.get(model.id)).to.deep.equal(model);
      expect(await models().get("nobody")).to.equal(undefined);
    });

    it("replaces the model of the same training under its old id", async () => {
      const first = await models().upsertByTraining(sampleModel({ steps: 10 }));
      const again = sampleModel({ trainingId: first.trainingId, steps: 20, files: [] });
      const stored = await models().upsertByTraining(again);
      expect(stored).to.deep.equal({ ...again, id: first.id });
      expect(await models().get(first.id)).to.deep.equal(stored);
      expect(await models().get(again.id)).to.equal(undefined);
      expect(await models().countByOwner("telegram:1")).to.equal(1);
    });

    it("keeps the versions of a model, and forgets those that it has no more", async () => {
      const { files } = sampleModel();
      const versions = [
        { step: 30, files: [{ ...files[0]!, blobKey: "models/30.safetensors" }] },
        { step: 60, files },
      ];
      const model = await models().upsertByTraining(sampleModel({ versions }));
      expect(await models().get(model.id)).to.deep.equal({ ...model, versions });
      const chosen = { ...model, steps: 30, files: versions[0]!.files };
      expect(await models().replace(chosen)).to.equal(true);
      expect(await models().get(model.id)).to.deep.equal(chosen);
      const { versions: _, ...alone } = chosen;
      await models().replace(alone);
      expect(await models().get(model.id)).to.deep.equal(alone);
      await models().replace(chosen);
      expect(await models().upsertByTraining(alone)).to.deep.equal(alone);
    });

    it("replaces a model that is there, and brings none back that is not", async () => {
      const model = await models().upsertByTraining(sampleModel({ name: "Rex" }));
      const other = await models().upsertByTraining(sampleModel({ name: "Max" }));
      const renamed = { ...model, name: "Рекс", files: [] };
      expect(await models().replace(renamed)).to.equal(true);
      expect(await models().replace(renamed)).to.equal(true);
      expect(await models().get(model.id)).to.deep.equal(renamed);
      expect(await models().get(other.id)).to.deep.equal(other);
      await models().delete(model.id);
      expect(await models().replace(renamed)).to.equal(false);
      expect(await models().get(model.id)).to.equal(undefined);
      expect(await models().countByOwner("telegram:1")).to.equal(1);
    });

    it("keeps one model of a training that is stored many times at once", async () => {
      const trainingId = sampleId("t");
      const connections = [models(), (await open()).models];
      const stored = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          connections[index % 2]!.upsertByTraining(sampleModel({ trainingId })),
        ),
      );
      expect(new Set(stored.map(({ id }) => id)).size).to.equal(1);
      expect(await models().countByOwner("telegram:1")).to.equal(1);
    });

    it("refuses an id that the model of another training has", async () => {
      const first = await models().upsertByTraining(sampleModel());
      await expectDomainError(models().upsertByTraining({ ...first, trainingId: sampleId("t") }), "conflict");
      expect(await models().get(first.id)).to.deep.equal(first);
    });

    it("lists an owner's models, newest first and by page, and counts them", async () => {
      const mine = Array.from({ length: 5 }, (_, index) =>
        sampleModel({ createdAt: EPOCH + Math.floor(index / 2) }),
      );
      for (const model of [...mine.slice(2), ...mine.slice(0, 2), sampleModel({ ownerId: "telegram:2" })]) {
        await models().upsertByTraining(model);
      }
      const newest = mine.toReversed();
      expect(await models().listByOwner("telegram:1", { limit: 9 })).to.deep.equal(newest);
      expect(await models().listByOwner("telegram:1", { limit: 2, offset: 1 })).to.deep.equal(
        newest.slice(1, 3),
      );
      expect(await models().listByOwner("telegram:3", { limit: 9 })).to.deep.equal([]);
      expect(await models().countByOwner("telegram:1")).to.equal(5);
      expect(await models().countByOwner("telegram:3")).to.equal(0);
    });

    it("deletes a model; deleting it again is no error", async () => {
      const model = await models().upsertByTraining(sampleModel());
      await models().delete(model.id);
      await models().delete(model.id);
      expect(await models().get(model.id)).to.equal(undefined);
      expect(await models().upsertByTraining(sampleModel({ trainingId: model.trainingId }))).to.not.include({
        id: model.id,
      });
    });
  });
}
