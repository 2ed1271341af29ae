import { expect } from "chai";
import { describe, it } from "mocha";
import { keyValueId, type RecordKind, type RecordKinds } from "../../src/core/ports/record-archive.js";
import { expectDomainError } from "../support/expect-domain-error.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import {
  activeTraining,
  EPOCH,
  sampleImage,
  sampleModel,
  samplePosting,
  sampleUser,
} from "../support/stored-samples.js";

/** A training with every field of a job. */
function runningTraining() {
  const training = activeTraining({ workerId: "w", leaseUntil: EPOCH }, { status: "PUBLISHING", version: 7 });
  const outputs = [{ path: "lora.safetensors", sha256: "ab", bytes: 5_000_000_000, role: "lora" }];
  return training.job === undefined
    ? training
    : { ...training, job: { ...training.job, starts: 2, outputs } };
}

function samples(): { [K in RecordKind]: [string, RecordKinds[K]][] } {
  const byId = <T extends { id: string }>(values: T[]) =>
    values.map((value): [string, T] => [value.id, value]);
  const training = runningTraining();
  return {
    users: byId([sampleUser(), sampleUser({ id: "telegram:2", name: "" })]),
    images: byId([
      sampleImage(training.id, { position: 2, caption: { text: "$a", source: "hand" } }),
      sampleImage(training.id, { position: 9 }),
      sampleImage(training.id, {
        position: 10,
        quality: { sharpness: 1, shadows: 0, lights: 255, fingerprint: "00ff00ff00ff00ff", flat: 0.5 },
        faces: [0.98, 0.12],
        approved: true,
      }),
      sampleImage(training.id, {
        position: 11,
        contentType: "video/mp4",
        clip: { frames: 17, stillKey: "t/i-still.jpg", stillBytes: 7, stillSha256: "ab" },
      }),
    ]),
    positions: [[training.id, 12]],
    models: byId([sampleModel(), sampleModel()]),
    keyValues: [
      [keyValueId("a", "z"), { $set: { "a.b": [null, 1] } }],
      [keyValueId("b", "a"), "text"],
      [keyValueId("b", "b"), false],
    ],
    postings: byId([samplePosting(), samplePosting({ sequence: 2, lines: { stars: -7, available: 7 } })]),
    trainings: byId([training, runningTraining(), runningTraining()]),
    pendingUpdates: [
      ["9", { body: { text: "🦊" }, attempts: 2 }],
      ["10", { body: null, attempts: 0 }],
    ],
    handledUpdates: [
      ["7", true],
      ["8", true],
    ],
  };
}

export function shouldBehaveLikeRecordArchive(make: MakeStoreHarness): void {
  describe("as a record archive", () => {
    const { stores } = eachTestOn(make);
    const archive = () => stores().archive;

    it("gives every kind of record back as it was put, page by page", async () => {
      for (const [kind, records] of Object.entries(samples()) as [RecordKind, [string, never][]][]) {
        for (const [id, value] of records) await archive().put(kind, { id, value });
        for (const [id, value] of records) {
          expect(await archive().get(kind, id), kind).to.deep.equal(value);
          await archive().put(kind, { id, value });
        }
        const found: [string, unknown][] = [];
        let after: string | undefined;
        for (;;) {
          const [record] = await archive().page(kind, after, 1);
          if (record === undefined) break;
          found.push([record.id, record.value]);
          after = record.id;
        }
        expect(found, kind).to.have.deep.members(records);
        expect(await archive().page(kind, undefined, 100), kind).to.have.lengthOf(records.length);
        for (const [id] of records) await archive().remove(kind, id);
        expect(await archive().page(kind, undefined, 100), kind).to.deep.equal([]);
      }
    });

    it("shows what the stores wrote, and they see what was put", async () => {
      const training = runningTraining();
      await stores().trainings.insert(training);
      expect(await archive().get("trainings", training.id)).to.deep.equal(training);
      expect(await stores().trainings.save(training)).to.deep.equal({ ...training, version: 8 });
      const { value: image } = { value: sampleImage(training.id, { position: 4 }) };
      await archive().put("images", { id: image.id, value: image });
      await archive().put("positions", { id: training.id, value: 6 });
      expect(await stores().datasets.list(training.id)).to.deep.equal([image]);
      const added = await stores().datasets.add(sampleImage(training.id));
      expect(added).to.have.nested.property("image.position", 7);
      await archive().put("keyValues", { id: keyValueId("n", "k"), value: { a: 1 } });
      expect(await stores().keyValues.read("n", "k")).to.deep.equal({ a: 1 });
    });

    it("replaces a training by one of the same or a higher version and by no older one", async () => {
      const training = runningTraining();
      await archive().put("trainings", { id: training.id, value: training });
      const later = { ...training, version: 12, name: "later" };
      await archive().put("trainings", { id: training.id, value: later });
      await expectDomainError(archive().put("trainings", { id: training.id, value: training }), "conflict");
      expect(await stores().trainings.get(training.id)).to.deep.equal(later);
    });

    it("refuses what may be there once", async () => {
      const image = sampleImage("t1", { position: 1 });
      await archive().put("images", { id: image.id, value: image });
      const other = sampleImage("t1", { position: 1 });
      await expectDomainError(archive().put("images", { id: other.id, value: other }), "conflict");
      const model = sampleModel();
      await archive().put("models", { id: model.id, value: model });
      const second = sampleModel({ trainingId: model.trainingId });
      await expectDomainError(archive().put("models", { id: second.id, value: second }), "conflict");
    });

    it("takes an update from pending to handled and not back", async () => {
      const update = { id: "5", value: { body: {}, attempts: 1 } };
      await archive().put("pendingUpdates", update);
      await archive().put("handledUpdates", { id: "5", value: true });
      expect(await stores().inbox.pending()).to.deep.equal([]);
      expect(await stores().inbox.append([{ id: 5, body: {} }])).to.deep.equal([]);
      await expectDomainError(archive().put("pendingUpdates", update), "conflict");
    });
  });
}
