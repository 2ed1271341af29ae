import { expect } from "chai";
import { describe, it } from "mocha";
import type { Stores } from "../../src/core/ports/stores.js";
import type { Training } from "../../src/core/training/model.js";
import { ACTIVE_STATUSES } from "../../src/core/training/state.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import {
  activeTraining,
  EPOCH,
  queuedTraining,
  sampleClaim,
  sampleId,
  sampleTraining,
} from "../support/stored-samples.js";

const NOW = EPOCH + 100_000;
const held = { workerId: "worker-2", leaseUntil: NOW + 1 };
const lapsed = { workerId: "worker-2", leaseUntil: NOW };

/** Claims until nothing is left. */
async function drain(stores: Stores, workerId: string): Promise<Training[]> {
  const claimed: Training[] = [];
  for (;;) {
    const except = claimed.map(({ id }) => id);
    const training = await stores.trainings.claim(sampleClaim({ workerId, except }));
    if (training === undefined) {
      return claimed;
    }
    claimed.push(training);
  }
}

/** The claim of a training repository. */
export function shouldClaimTrainings(make: MakeStoreHarness): void {
  describe("claiming trainings", () => {
    const { stores, open } = eachTestOn(make);
    const trainings = () => stores().trainings;
    const insert = async (...all: Training[]) => {
      for (const training of all) {
        await trainings().insert(training);
      }
    };

    it("finds nothing in an empty queue, nor drafts, nor ended trainings", async () => {
      expect(await trainings().claim(sampleClaim())).to.equal(undefined);
      await insert(
        sampleTraining({ recipeId: "tiny-sdxl" }),
        ...(["COMPLETED", "FAILED", "CANCELLED"] as const).map((status) =>
          activeTraining({ workerId: "worker-1", leaseUntil: 0 }, { status }),
        ),
      );
      expect(await trainings().claim(sampleClaim())).to.equal(undefined);
    });

    it("takes the one queued first, with a new job of attempt 1, and stores it so", async () => {
      const second = queuedTraining(EPOCH + 20);
      const first = queuedTraining(EPOCH + 10);
      await insert(second, first);
      const claim = sampleClaim({ now: NOW, leaseMs: 60_000, jobId: "newjob" });
      const claimed = await trainings().claim(claim);
      expect(claimed).to.deep.equal({
        ...first,
        status: "PREPARING",
        history: [{ what: "PREPARING", at: NOW }],
        version: first.version + 1,
        updatedAt: NOW,
        job: {
          id: "newjob",
          workerId: "worker-1",
          slotId: "gpu-0",
          attempt: 1,
          leaseUntil: NOW + 60_000,
          claimedAt: NOW,
        },
      });
      expect(await trainings().get(first.id)).to.deep.equal(claimed);
      expect(await trainings().get(second.id)).to.deep.equal(second);
    });

    it("takes trainings queued at the same instant in the order of their ids", async () => {
      const [a, b, c] = [queuedTraining(EPOCH), queuedTraining(EPOCH), queuedTraining(EPOCH)];
      await insert(c, a, b);
      expect((await drain(stores(), "worker-1")).map(({ id }) => id)).to.deep.equal([a.id, b.id, c.id]);
    });

    it("takes only recipes that fit the slot, from the queue and from lost workers", async () => {
      const flux = queuedTraining(EPOCH, { recipeId: "flux" });
      const lostFlux = activeTraining(lapsed, { recipeId: "flux" });
      const wan = queuedTraining(EPOCH + 1, { recipeId: "wan" });
      await insert(flux, lostFlux, wan);
      expect(await trainings().claim(sampleClaim({ recipeIds: [] }))).to.equal(undefined);
      expect(await trainings().claim(sampleClaim({ recipeIds: ["tiny-sdxl", "wan"] }))).to.include({
        id: wan.id,
      });
      expect(
        await trainings().claim(sampleClaim({ recipeIds: ["tiny-sdxl", "wan"], except: [wan.id] })),
      ).to.equal(undefined);
    });

    for (const status of ACTIVE_STATUSES) {
      it(`takes over a training in ${status} whose lease is over, before the queue, in its state`, async () => {
        const lost = activeTraining(lapsed, { status });
        await insert(queuedTraining(EPOCH - 1000), activeTraining(held, { status }), lost);
        const claimed = await trainings().claim(sampleClaim({ slotId: "gpu-7", now: NOW, leaseMs: 5 }));
        expect(claimed).to.deep.equal({
          ...lost,
          history: [{ what: "TAKEN_OVER", at: NOW }],
          version: lost.version + 1,
          updatedAt: NOW,
          job: { ...lost.job, workerId: "worker-1", slotId: "gpu-7", attempt: 2, leaseUntil: NOW + 5 },
        });
        expect(await trainings().get(lost.id)).to.deep.equal(claimed);
        expect(await trainings().claim(sampleClaim({ except: [lost.id] }))).to.include({
          status: "PREPARING",
        });
        expect(await trainings().claim(sampleClaim({ workerId: "worker-9" }))).to.equal(undefined);
      });
    }

    it("remembers only the latest of what happened to one that is taken over once more", async () => {
      const history = Array.from({ length: 30 }, (_, at) => ({ what: "TAKEN_OVER", at }) as const);
      await insert(activeTraining(lapsed, { history }));
      const claimed = await trainings().claim(sampleClaim({ now: NOW }));
      expect(claimed?.history).to.deep.equal([...history.slice(1), { what: "TAKEN_OVER", at: NOW }]);
    });

    it("takes back what the same worker held before a restart, though its lease still runs", async () => {
      const own = activeTraining({ workerId: "worker-1", leaseUntil: NOW + 60_000 });
      await insert(own, queuedTraining(EPOCH - 1000));
      expect(await trainings().claim(sampleClaim({ workerId: "worker-1" }))).to.deep.include({ id: own.id });
    });

    it("takes nothing but the worker's own when it is told so: no other's, and none from the queue", async () => {
      const own = activeTraining({ ...held, workerId: "worker-1" });
      await insert(queuedTraining(EPOCH - 1000), activeTraining(lapsed), own);
      const claim = () => trainings().claim(sampleClaim({ now: NOW, leaseMs: 5, ownOnly: true }));
      expect(await claim()).to.deep.include({ id: own.id, status: "TRAINING" });
      expect((await trainings().get(own.id))?.job?.leaseUntil).to.equal(NOW + 5);
      expect(await trainings().claim(sampleClaim({ now: NOW, ownOnly: true, except: [own.id] }))).to.equal(
        undefined,
      );
    });

    it("leaves what the same worker held on another of its slots to that slot, lease or no lease", async () => {
      const mine = { workerId: "worker-1", slotId: "gpu-1" };
      const late = activeTraining({ ...mine, leaseUntil: NOW - 1 });
      const own = activeTraining({ ...mine, leaseUntil: NOW + 60_000 });
      await insert(late, own);
      expect(await trainings().claim(sampleClaim())).to.equal(undefined);
      const onItsSlot = sampleClaim({ slotId: "gpu-1", except: [late.id] });
      expect(await trainings().claim(onItsSlot)).to.include({ id: own.id });
      const slotIsGone = sampleClaim({ ownSlotIds: ["gpu-0"], except: [own.id] });
      expect(await trainings().claim(slotIsGone)).to.include({ id: late.id });
    });

    it("never gives a worker what it already runs, lease or no lease, queued or not", async () => {
      const own = activeTraining({ workerId: "worker-1", leaseUntil: NOW + 60_000 });
      const late = activeTraining({ workerId: "worker-1", leaseUntil: NOW - 1 });
      const queued = queuedTraining(EPOCH);
      await insert(own, late, queued);
      expect(await trainings().claim(sampleClaim({ except: [own.id, late.id, queued.id] }))).to.equal(
        undefined,
      );
      expect(await trainings().claim(sampleClaim({ except: [own.id, late.id] }))).to.include({
        id: queued.id,
      });
    });

    it("keeps the job of a training that was put back in the queue and counts its attempt and its starts on", async () => {
      const job = {
        id: "oldjob",
        workerId: "worker-1",
        slotId: "gpu-3",
        attempt: 2,
        leaseUntil: NOW,
        claimedAt: EPOCH,
      };
      const gone = { startedAt: EPOCH + 1, phaseSince: EPOCH + 2, outputs: [] };
      const back = queuedTraining(EPOCH, { job: { ...job, ...gone, starts: 2 } });
      await insert(back);
      const claimed = await trainings().claim(sampleClaim({ now: NOW, leaseMs: 10, jobId: "unused" }));
      expect(claimed?.job).to.deep.equal({
        id: "oldjob",
        workerId: "worker-1",
        slotId: "gpu-0",
        attempt: 3,
        leaseUntil: NOW + 10,
        claimedAt: NOW,
        starts: 2,
      });
      expect(await trainings().get(back.id)).to.deep.equal(claimed);
    });

    it("refuses the late save of a worker that lost its training", async () => {
      const frozen = activeTraining(lapsed);
      await insert(frozen);
      const claimed = await trainings().claim(sampleClaim());
      const late = await trainings()
        .save({ ...frozen, name: "late" })
        .then(
          () => "stored",
          (error: unknown) => error,
        );
      expect(late).to.include({ code: "conflict" });
      expect(await trainings().get(frozen.id)).to.deep.equal(claimed);
    });

    it("gives each of 100 trainings to exactly one of 16 claimers, in order for each of them", async () => {
      const queued = Array.from({ length: 90 }, (_, index) => queuedTraining(EPOCH + index));
      const lost = Array.from({ length: 10 }, () => activeTraining({ workerId: "dead", leaseUntil: EPOCH }));
      await insert(...queued.toReversed(), ...lost);
      const connections = [stores(), ...(await Promise.all([open(), open(), open()]))];
      const claimed = await Promise.all(
        Array.from({ length: 16 }, (_, index) => drain(connections[index % 4]!, sampleId("worker"))),
      );
      const ids = claimed.flat().map(({ id }) => id);
      expect(ids).to.have.lengthOf(100);
      expect(new Set(ids).size).to.equal(100);
      expect(claimed.flat().every(({ version }) => version === 2)).to.equal(true);
      for (const one of claimed) {
        const times = one.filter(({ job }) => job?.attempt === 1).map(({ queuedAt }) => queuedAt ?? 0);
        expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
      }
    });
  });
}
