import { expect } from "chai";
import { describe, it } from "mocha";
import type { Claim } from "../../src/core/ports/training-repository.js";
import type { Training } from "../../src/core/training/model.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import { activeTraining, EPOCH, queuedTraining, sampleClaim, sampleId } from "../support/stored-samples.js";

/** The order in which a training repository gives out its queue. */
export function shouldClaimFairly(make: MakeStoreHarness): void {
  describe("claiming fairly among persons", () => {
    const { stores, open } = eachTestOn(make);
    const trainings = () => stores().trainings;
    let time = EPOCH;

    /** Queues trainings a second after each other. */
    async function queue(ownerId: string, count: number, overrides: Partial<Training> = {}): Promise<void> {
      for (let index = 1; index <= count; index += 1) {
        time += 1000;
        await trainings().insert(queuedTraining(time, { ownerId, name: `${ownerId}${index}`, ...overrides }));
      }
    }

    async function claim(overrides: Partial<Claim> = {}): Promise<Training | undefined> {
      time += 1000;
      return trainings().claim(sampleClaim({ now: time, workerId: sampleId("w"), ...overrides }));
    }

    async function end(training: Training | undefined, status: Training["status"] = "COMPLETED") {
      time += 1000;
      await trainings().save({ ...training!, status, endedAt: time });
    }

    /** Names of all that a single slot trains, one after the other. */
    async function served(limit = 99, before: (turn: number) => Promise<void> = () => Promise.resolve()) {
      const names: (string | undefined)[] = [];
      for (let turn = 0; turn < limit; turn += 1) {
        await before(turn);
        const training = await claim();
        if (training === undefined) break;
        names.push(training.name);
        await end(training);
      }
      return names.join(" ");
    }

    it("gives each person one turn, in the order in which they came", async () => {
      await queue("A", 5);
      await queue("B", 1);
      expect(await served()).to.equal("A1 B1 A2 A3 A4 A5");
      await queue("A", 3);
      await queue("B", 3);
      await queue("C", 2);
      expect(await served()).to.equal("A1 B1 C1 A2 B2 C2 A3 B3");
    });

    it("lets who comes later go before a person's next one, but not before one whose turn it is", async () => {
      await queue("A", 4);
      const later: Record<number, string> = { 1: "B", 2: "C", 3: "D" };
      const order = await served(99, async (turn) => {
        const person = later[turn];
        if (person !== undefined) await queue(person, 1);
      });
      // B came after A1 had ended and waits for A2; C came after A2 had ended, and D before A3 did.
      expect(order).to.equal("A1 A2 B1 A3 C1 D1 A4");
    });

    it("gives nobody a second slot while another waits, and all slots to one who waits alone", async () => {
      await queue("A", 3);
      await queue("B", 1);
      const first = await claim();
      const second = await claim();
      expect([first?.name, second?.name]).to.deep.equal(["A1", "B1"]);
      await queue("C", 1);
      await end(second);
      expect((await claim())?.name).to.equal("C1");
      expect((await claim())?.name).to.equal("A2");
      expect((await claim())?.name).to.equal("A3");
      expect(await claim()).to.equal(undefined);
    });

    it("counts a turn that ended in any way, but not a training that never had a slot", async () => {
      await queue("A", 3);
      await queue("B", 1);
      await end(await claim(), "FAILED");
      expect((await claim())?.name).to.equal("B1");
      time += 1000;
      await queue("C", 2);
      const cancelled = (await trainings().listByStatus(["QUEUED"], 9)).find(({ name }) => name === "C1")!;
      await trainings().save({ ...cancelled, status: "CANCELLED", endedAt: time + 500_000 });
      const next = await claim();
      expect(next?.name).to.equal("A2");
      await end(next, "CANCELLED");
      expect((await claim())?.name).to.equal("C2");
    });

    it("gives a slot the first one that fits it, of the person whose turn it is", async () => {
      await queue("A", 1, { recipeId: "flux" });
      await queue("A", 1, { name: "A2" });
      await queue("B", 1);
      expect((await claim())?.name).to.equal("A2");
      expect((await claim({ recipeIds: ["flux", "tiny-sdxl"] }))?.name).to.equal("B1");
      expect((await claim({ recipeIds: ["flux", "tiny-sdxl"] }))?.name).to.equal("A1");
    });

    it("finds whose turn it is behind a long row of one person's, and of many", async () => {
      await trainings().insert(activeTraining({ workerId: "w", leaseUntil: EPOCH * 2 }, { ownerId: "A" }));
      await queue("A", 70);
      for (let person = 0; person < 40; person += 1) {
        await trainings().insert(
          activeTraining({ workerId: "w", leaseUntil: EPOCH * 2 }, { ownerId: `P${person}` }),
        );
        await queue(`P${person}`, 1);
      }
      await queue("B", 1);
      expect((await claim())?.name).to.equal("B1");
      expect((await claim())?.name).to.equal("A1");
      expect((await claim())?.name).to.equal("P01");
    });

    it("serves 30 persons by 16 claimers: each training once, and each person's first before any second", async () => {
      for (let index = 1; index <= 3; index += 1) {
        for (let person = 0; person < 30; person += 1) await queue(`P${person}`, 1, { name: `${index}` });
      }
      const connections = [stores(), ...(await Promise.all([open(), open(), open()]))];
      let claimed: Training[] = [];
      await Promise.all(
        Array.from({ length: 16 }, async (_, index) => {
          const workerId = sampleId("w");
          for (;;) {
            const except = claimed.filter(({ job }) => job?.workerId === workerId).map(({ id }) => id);
            const training = await connections[index % 4]!.trainings.claim(
              sampleClaim({ workerId, except, now: time }),
            );
            if (training === undefined) return;
            claimed = [...claimed, training];
          }
        }),
      );
      expect(new Set(claimed.map(({ id }) => id)).size).to.equal(90);
      expect(claimed).to.have.lengthOf(90);
      // Answers may overtake each other on the way back: by no more than there are claimers.
      for (const [place, { name }] of claimed.entries()) {
        expect(Number(name), `place ${place}`).to.be.within(
          Math.floor(Math.max(0, place - 15) / 30) + 1,
          Math.floor(Math.min(89, place + 15) / 30) + 1,
        );
      }
    });
  });
}
