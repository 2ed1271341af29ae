import { expect } from "chai";
import { describe, it } from "mocha";
import { ADA, ADMIN, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { queuedTraining, sampleTraining } from "../../../support/stored-samples.js";

describe("the records of trainings", () => {
  const house = eachTestInAHouse();
  const insert = async (training = sampleTraining()) => {
    await house().stores.trainings.insert(training);
    return training;
  };

  it("are given to their owner and to an admin, and to nobody else", async () => {
    const training = await insert();
    const { records } = house();
    for (const actor of [ADA, ADMIN]) {
      expect(await records.owned(actor, training.id)).to.deep.equal(training);
      expect(await records.draft(actor, training.id)).to.deep.equal(training);
    }
    await expectDomainError(records.owned(BOB, training.id), "not-yours");
    await expectDomainError(records.draft(BOB, training.id), "not-yours");
    await expectDomainError(
      records.changeDraft(BOB, training.id, (draft) => ({ ...draft, name: "mine" })),
      "not-yours",
    );
    await expectDomainError(records.owned(ADA, "nothing"), "not-found");
    expect(await house().stored(training.id)).to.deep.equal(training);
  });

  it("are open to changes as drafts alone", async () => {
    const { id } = await insert(queuedTraining(1));
    const error = await expectDomainError(house().records.draft(ADA, id), "not-a-draft");
    expect(error.params).to.deep.equal({ status: "QUEUED" });
    await expectDomainError(
      house().records.changeDraft(ADA, id, (draft) => draft),
      "not-a-draft",
    );
  });

  it("are saved with the time and the next version", async () => {
    const { id } = await insert();
    house().clock.time = 1_900_000_000_000;
    const changed = await house().records.change(id, (training) => ({ ...training, name: "Rex" }));
    expect(changed).to.include({ name: "Rex", version: 2, updatedAt: 1_900_000_000_000 });
    expect(await house().stored(id)).to.deep.equal(changed);
  });

  it("are not saved when the change gives back what it got", async () => {
    const training = await insert();
    expect(await house().records.change(training.id, (stored) => stored)).to.deep.equal(training);
    expect((await house().stored(training.id)).version).to.equal(1);
  });

  it("lose no change when many write at once", async () => {
    const { id } = await insert(sampleTraining({ name: "" }));
    const writers = Array.from({ length: 8 }, (_, writer) =>
      house().records.change(id, (training) => ({ ...training, name: `${training.name}${writer}` })),
    );
    await Promise.all(writers);
    const { name = "", version } = await house().stored(id);
    expect(Array.from(name).sort().join("")).to.equal("01234567");
    expect(version).to.equal(9);
  });

  it("give up on a training that is written without end", async () => {
    const { id } = await insert();
    const { trainings, records } = house();
    /** Somebody else is always a moment faster. */
    const alwaysFaster = async (): Promise<void> => {
      trainings.heal();
      await house().stores.trainings.save(await house().stored(id));
      trainings.before("save", alwaysFaster);
    };
    trainings.before("save", alwaysFaster);
    await expectDomainError(
      records.change(id, (training) => ({ ...training, name: "late" })),
      "conflict",
    );
    expect((await house().stored(id)).name).to.equal(undefined);
  });

  it("pass on what the change and the store throw, without a second try", async () => {
    const { id } = await insert();
    let tries = 0;
    const outcome = await house()
      .records.change(id, () => {
        tries++;
        throw new TypeError("a mistake");
      })
      .catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(TypeError);
    expect(tries).to.equal(1);
    house().trainings.fail("save", 1);
    await expectDomainError(
      house().records.change(id, (training) => ({ ...training })),
      "storage-failed",
    );
  });
});
