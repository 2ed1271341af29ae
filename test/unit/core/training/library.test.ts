import { expect } from "chai";
import { describe, it } from "mocha";
import { STATUSES } from "../../../../src/core/training/state.js";
import { ADA, BOB, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { once } from "../../../support/fake-images.js";
import { settle } from "../../../support/turns.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import {
  activeTraining,
  queuedTraining,
  sampleModel,
  sampleTraining,
  sampleUser,
} from "../../../support/stored-samples.js";

describe("a person's trainings", () => {
  const house = eachTestInAHouse();
  const library = () => house().service.library;
  const insert = async (training = sampleTraining()) => {
    await house().stores.trainings.insert(training);
    return training;
  };

  it("are listed newest first, page by page, and counted", async () => {
    const old = await insert(sampleTraining({ createdAt: 1 }));
    const young = await insert(sampleTraining({ createdAt: 2 }));
    await insert(sampleTraining({ ownerId: BOB.userId }));
    expect(await library().list(ADA, { limit: 10 })).to.deep.equal([young, old]);
    expect(await library().list(ADA, { limit: 1, offset: 1 })).to.deep.equal([old]);
    expect(await library().count(ADA)).to.equal(2);
  });

  describe("in detail", () => {
    it("show their place in the queue while they wait, and when they start and end", async () => {
      await insert(queuedTraining(1, { ownerId: BOB.userId }));
      await insert(queuedTraining(2));
      const third = await insert(queuedTraining(3));
      const now = house().clock.now();
      // The recipe's 120 steps of 0.08 s and 20 s around them, for each of the two that go first.
      const seconds = 120 * 0.08 + 20;
      expect(await library().detail(ADA, third.id)).to.deep.equal({
        training: third,
        images: 0,
        place: { ahead: 2, startsAt: now + 2000 * seconds, endsAt: now + 3000 * seconds },
        model: undefined,
        asOf: now,
      });
      const running = await insert(activeTraining({ workerId: "w", leaseUntil: 1 }));
      expect((await library().detail(ADA, running.id)).place).to.equal(undefined);
    });

    it("show no place where no slot takes them", async () => {
      const flux = await insert(queuedTraining(1, { recipeId: "flux" }));
      expect((await library().detail(ADA, flux.id)).place).to.equal(undefined);
    });

    it("count the photos of a draft as they are, of others as they were frozen", async () => {
      const draft = await house().readyDraft(ADA, 4);
      expect((await library().detail(ADA, draft.id)).images).to.equal(4);
      const queued = await house().service.confirmation.confirm(ADA, draft.id, TINY_TERMS);
      await house().stores.datasets.removeAll(queued.id);
      expect((await library().detail(ADA, queued.id)).images).to.equal(4);
    });

    it("show the model, as long as it is there", async () => {
      const model = await house().stores.models.upsertByTraining(sampleModel());
      const { id } = await insert(sampleTraining({ status: "COMPLETED", modelId: model.id }));
      expect((await library().detail(ADA, id)).model).to.deep.equal(model);
      await house().stores.models.delete(model.id);
      expect((await library().detail(ADA, id)).model).to.equal(undefined);
    });
  });

  describe("are renamed", () => {
    for (const status of STATUSES) {
      const can = !["PREPARING", "TRAINING", "PUBLISHING"].includes(status);
      it(`${can ? "in" : "not in"} ${status}`, async () => {
        const { id } = await insert(sampleTraining({ status, name: "Rex" }));
        if (can) expect(await library().rename(ADA, id, "  Max \n II ")).to.include({ name: "Max II" });
        else await expectDomainError(library().rename(ADA, id, "Max"), "conflict");
        expect((await house().stored(id)).name).to.equal(can ? "Max II" : "Rex");
      });
    }

    it("with their model and its files", async () => {
      const [file] = sampleModel().files;
      const files = ["lora", "high"].map((role) => ({ ...file!, role }));
      const model = await house().stores.models.upsertByTraining(sampleModel({ files }));
      const { id } = await insert(
        sampleTraining({ id: model.trainingId, status: "COMPLETED", name: "Rex", modelId: model.id }),
      );
      await library().rename(ADA, id, "Жанна / Max");
      const renamed = (await library().detail(ADA, id)).model!;
      expect(renamed).to.deep.equal({ ...model, name: "Жанна / Max", files: renamed.files });
      expect(renamed.files.map(({ fileName }) => fileName)).to.deep.equal([
        "Жанна-Max-tiny-sdxl.safetensors",
        "Жанна-Max-tiny-sdxl-high.safetensors",
      ]);
      // A second time finishes what a crash left, and changes nothing else.
      const { version } = await house().stored(id);
      await house().stores.models.replace(model);
      await library().rename(ADA, id, "Жанна / Max");
      expect((await library().detail(ADA, id)).model).to.deep.equal(renamed);
      expect((await house().stored(id)).version).to.equal(version);
    });

    it("to names that can be shown alone", async () => {
      const { id } = await insert();
      await expectDomainError(library().rename(ADA, id, " \u200d "), "name-empty");
      await expectDomainError(library().rename(ADA, id, "x".repeat(61)), "name-too-long");
      await expectDomainError(library().rename(ADA, "nothing", "Max"), "not-found");
    });
  });

  describe("are cancelled", () => {
    for (const status of STATUSES) {
      const can = ["QUEUED", "PREPARING", "TRAINING", "PUBLISHING"].includes(status);
      it(`${can ? "in" : "not in"} ${status}`, async () => {
        const { id } = await insert(activeTraining({ workerId: "w", leaseUntil: 1 }, { status }));
        if (!can) {
          const error = await expectDomainError(library().cancel(ADA, id), "not-cancellable");
          expect(error.params).to.deep.equal({ status });
          return;
        }
        const cancelled = await library().cancel(ADA, id);
        expect(cancelled).to.include({ status: "CANCELLED", endedAt: house().clock.now(), version: 2 });
        expect(cancelled.notices.map(({ kind }) => kind)).to.deep.equal(["cancelled"]);
        expect(await house().stored(id)).to.deep.equal(cancelled);
        await settle(3);
        expect(house().seen).to.deep.equal([{ type: "notice", training: cancelled }]);
      });
    }

    it("once, when two try at the same time", async () => {
      const { id } = await insert(queuedTraining(1));
      const both = await Promise.allSettled([library().cancel(ADA, id), library().cancel(ADA, id)]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
      expect((await house().stored(id)).notices).to.have.lengthOf(1);
    });

    it("also when a worker claims them at the same moment", async () => {
      const { id } = await house().queued();
      house().trainings.before("save", async () => {
        house().trainings.heal();
        await house().claim();
      });
      const cancelled = await library().cancel(ADA, id);
      expect(cancelled).to.include({ status: "CANCELLED" });
      expect(cancelled.job?.attempt).to.equal(1);
    });

    it("or come to their end, whichever is first", async () => {
      const { id } = await insert(activeTraining({ workerId: "w", leaseUntil: 1 }, { status: "PUBLISHING" }));
      house().trainings.before("save", async () => {
        house().trainings.heal();
        await house().stores.trainings.save({ ...(await house().stored(id)), status: "COMPLETED" });
      });
      await expectDomainError(library().cancel(ADA, id), "not-cancellable");
      expect((await house().stored(id)).status).to.equal("COMPLETED");
    });
  });

  describe("are deleted", () => {
    it("as drafts, with their photos", async () => {
      const { id } = await house().readyDraft();
      await library().delete(ADA, id);
      expect(await house().stores.trainings.get(id)).to.equal(undefined);
      expect(await house().stores.datasets.list(id)).to.deep.equal([]);
      expect(await house().keys("datasets", id)).to.deep.equal([]);
      await expectDomainError(library().delete(ADA, id), "not-found");
    });

    for (const status of ["COMPLETED", "FAILED", "CANCELLED"] as const) {
      it(`when they are ${status}, with their model`, async () => {
        const model = await house().stores.models.upsertByTraining(sampleModel());
        const { id } = await insert(sampleTraining({ status, modelId: model.id }));
        await library().delete(ADA, id);
        expect(await house().stores.trainings.get(id)).to.equal(undefined);
        expect(await house().stores.models.get(model.id)).to.equal(undefined);
      });
    }

    for (const status of ["QUEUED", "PREPARING", "TRAINING", "PUBLISHING"] as const) {
      it(`not in ${status}, and keep their photos`, async () => {
        const draft = await house().readyDraft();
        await house().stores.trainings.save({ ...draft, status, queuedAt: 1 });
        const error = await expectDomainError(library().delete(ADA, draft.id), "conflict");
        expect(error.params).to.deep.equal({ status });
        expect(await house().stores.datasets.count(draft.id)).to.equal(3);
        expect(await house().keys("datasets", draft.id)).to.have.lengthOf(3);
      });
    }

    it("though the outbox writes at the same moment", async () => {
      const { id } = await insert(sampleTraining({ status: "FAILED" }));
      house().trainings.before("delete", async () => {
        house().trainings.heal();
        await house().records.change(id, (training) => ({ ...training, notices: [] }));
      });
      await library().delete(ADA, id);
      expect(await house().stores.trainings.get(id)).to.equal(undefined);
    });

    it("or confirmed, never half of each", async () => {
      const { id } = await house().readyDraft();
      const outcomes: unknown[] = [];
      house().datasets.before("removeAll", async () => {
        house().datasets.heal();
        outcomes.push(
          await house()
            .service.confirmation.confirm(ADA, id, TINY_TERMS)
            .catch((error: unknown) => error),
        );
      });
      await library().delete(ADA, id);
      expect(outcomes[0]).to.include({ code: "draft-incomplete" });
      expect(await house().stores.trainings.get(id)).to.equal(undefined);
    });

    it("to the end, by a second try after a crash in the middle", async () => {
      const { id } = await house().readyDraft();
      house().trainings.fail("delete", 1);
      await expectDomainError(library().delete(ADA, id), "storage-failed");
      expect((await house().stored(id)).status).to.equal("DRAFT");
      await library().delete(ADA, id);
      expect(await house().stores.trainings.get(id)).to.equal(undefined);
    });

    it("together with a photo that comes in at the last moment", async () => {
      const { id } = await house().readyDraft();
      house().trainings.before("delete", async () => {
        house().trainings.heal();
        await house().addPhoto(id, "the last photo");
      });
      await library().delete(ADA, id);
      expect(await house().stores.datasets.list(id)).to.deep.equal([]);
      expect(await house().keys("datasets", id)).to.deep.equal([]);
    });
  });

  describe("are all deleted with what is known of the person", () => {
    it("in every state, photos and models included, and nobody else's", async () => {
      const { stores } = house();
      await stores.users.remember(sampleUser({ id: ADA.userId }));
      await stores.users.remember(sampleUser({ id: BOB.userId }));
      const draft = await house().readyDraft();
      const running = await house().queued();
      await house().claim();
      const ended = await insert(sampleTraining({ status: "COMPLETED" }));
      for (let count = 0; count < 55; count++) await insert(queuedTraining(5, { ownerId: ADA.userId }));
      const model = await stores.models.upsertByTraining(sampleModel({ trainingId: ended.id }));
      await house().modelBlobs.port.put(`${ended.id}/lora.safetensors`, once(Buffer.from("lora")), {
        contentType: "application/octet-stream",
      });
      const theirs = await house().readyDraft(BOB);

      expect(await library().deleteEverything(ADA)).to.deep.equal({
        trainings: 58,
        images: 6,
        models: 1,
        links: 0,
        photoLinks: 0,
        received: 0,
      });
      expect(await stores.trainings.countByOwner(ADA.userId)).to.equal(0);
      expect(await stores.models.get(model.id)).to.equal(undefined);
      expect(await stores.users.get(ADA.userId)).to.equal(undefined);
      expect(await house().keys("models", ended.id)).to.deep.equal([]);
      for (const { id } of [draft, running]) expect(await house().keys("datasets", id)).to.deep.equal([]);
      expect(await house().stored(theirs.id)).to.deep.equal(theirs);
      expect(await stores.datasets.count(theirs.id)).to.equal(3);
      expect(await stores.users.get(BOB.userId)).not.to.equal(undefined);
    });

    it("without a message about each one; workers hear that theirs has ended", async () => {
      const { id } = await insert(activeTraining({ workerId: "w", leaseUntil: 1 }));
      await library().deleteEverything(ADA);
      await settle(3);
      expect(
        house().seen.map(({ type, training }) => [type, training.id, training.status, training.notices]),
      ).to.deep.equal([
        ["notice", id, "CANCELLED", []],
        ["deleted", id, "CANCELLED", []],
      ]);
    });

    it("though one ends by itself, and another is written, at the same moment", async () => {
      const { id } = await insert(activeTraining({ workerId: "w", leaseUntil: 1 }, { status: "PUBLISHING" }));
      house().trainings.before("save", async () => {
        house().trainings.heal();
        await house().stores.trainings.save({ ...(await house().stored(id)), status: "COMPLETED" });
        house().trainings.before("delete", async () => {
          house().trainings.heal();
          await house().records.change(id, (training) => ({ ...training, notices: [] }));
        });
      });
      expect((await library().deleteEverything(ADA)).trainings).to.equal(1);
      expect(await house().stores.trainings.countByOwner(ADA.userId)).to.equal(0);
    });

    it("says that the store is away, and can be asked again", async () => {
      await insert(queuedTraining(1));
      house().trainings.fail("save", 1);
      await expectDomainError(library().deleteEverything(ADA), "storage-failed");
      expect(await library().deleteEverything(ADA)).to.include({ trainings: 1, images: 0, models: 0 });
      expect(await library().deleteEverything(ADA)).to.include({ trainings: 0, images: 0, models: 0 });
    });
  });
});
