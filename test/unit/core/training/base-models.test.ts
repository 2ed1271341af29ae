import { expect } from "chai";
import { describe, it } from "mocha";
import { RECIPES } from "../../../../src/core/recipes/index.js";
import { byPreference } from "../../../../src/core/recipes/preference.js";
import { SUBJECTS, type Subject } from "../../../../src/core/training/model.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { sampleTraining } from "../../../support/stored-samples.js";

describe("the base models for a draft", () => {
  const house = eachTestInAHouse();
  const offers = async (subject: Subject) => {
    const { id } = await house().service.drafts.start(ADA, "telegram:10");
    await house().service.drafts.setSubject(ADA, id, subject);
    return house().service.baseModels.offers(ADA, id);
  };
  const names = async (subject: Subject) => (await offers(subject)).map(({ recipeId }) => recipeId);
  const gpu = (memoryGiB: number) => [{ id: "gpu-0", kind: "gpu", memoryGiB }] as const;

  it("come with the one to recommend first", async () => {
    house().slots = [...gpu(24)];
    expect(await names("person")).to.deep.equal(["flux", "sdxl", "wan-14b", "wan", "wan22"]);
    expect(await names("style")).to.deep.equal(["sdxl", "flux", "wan-14b", "wan", "wan22"]);
    expect((await offers("style")).map(({ isRecommended }) => isRecommended)).to.deep.equal([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("are those that fit here and can learn it; a choice of one needs no recommendation", async () => {
    house().slots = [...gpu(12)];
    expect(await names("product")).to.deep.equal(["sdxl", "wan"]);
    const [only, ...others] = await offers("motion");
    expect(only).to.include({ recipeId: "wan", isRecommended: false });
    expect(others).to.be.empty;
    house().slots = [];
    expect(await names("person")).to.deep.equal([]);
  });

  it("recommend no demonstration", async () => {
    const shown = await offers("person");
    expect(shown.map(({ recipeId }) => recipeId)).to.deep.equal(["tiny-flux", "tiny-sdxl", "tiny-wan"]);
    expect(shown.some(({ isRecommended }) => isRecommended)).to.equal(false);
  });

  it("say how long they take for a usual dataset, then for the draft's own", async () => {
    house().slots = [...gpu(12)];
    // 25 photos: 1,750 steps at 1,024 px of 1.12 s, and 180 s around them.
    expect((await offers("person"))[0]).to.include({ recipeId: "sdxl", images: 25, minutes: 36 });
    const { id } = await house().service.drafts.start(ADA, "telegram:10");
    await house().service.drafts.setSubject(ADA, id, "person");
    for (let photo = 1; photo <= 5; photo++) await house().addPhoto(id, `photo ${photo}`);
    expect((await house().service.baseModels.offers(ADA, id))[0]).to.include({ images: 5, minutes: 22 });
  });

  it("go by the pace of this installation", async () => {
    house().slots = [...gpu(12)];
    const startedAt = house().clock.now() - 3_600_000;
    const job = { id: "j", workerId: "w", slotId: "s", attempt: 1, leaseUntil: 0, claimedAt: startedAt };
    await house().stores.trainings.insert(
      sampleTraining({
        id: "done",
        status: "COMPLETED",
        recipeId: "sdxl",
        options: { subject: "person", quality: "balanced", overrides: {} },
        imageIds: Array.from({ length: 25 }, String),
        // Half of what the recipe says.
        job: { ...job, startedAt, starts: 1 },
        endedAt: startedAt + 1_070_000,
      }),
    );
    expect((await offers("person"))[0]).to.include({ recipeId: "sdxl", minutes: 18 });
  });

  it("are in an order that names recipes there are, and every trained one", () => {
    for (const subject of SUBJECTS) {
      const ordered = byPreference(RECIPES, subject);
      expect(new Set(ordered).size, subject).to.equal(ordered.length);
      const firstDemonstration = ordered.findIndex(({ demonstration }) => demonstration);
      expect(ordered.slice(firstDemonstration).every(({ demonstration }) => demonstration)).to.equal(true);
    }
  });
});
