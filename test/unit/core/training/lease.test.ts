import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { DomainError } from "../../../../src/core/errors.js";
import { Lease, LEASE_MS, LeaseEnded } from "../../../../src/core/training/lease.js";
import type { Training } from "../../../../src/core/training/model.js";
import { move } from "../../../../src/core/training/state.js";
import { eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

const RENEWAL_MS = 5_000;

describe("a worker's lease", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  let claimed: Training;
  let lease: Lease;

  beforeEach(async () => {
    await house().queued();
    claimed = await house().claim();
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    lease = leaseOf(claimed);
  });

  afterEach(() => {
    lease.release();
    time.restore();
  });

  const leaseOf = (training: Training) => {
    const { records, events, clock, logger } = house();
    return new Lease({ records, events, now: () => clock.now(), logger }, training);
  };
  /** Lets both clocks go on, the host's and the house's. */
  const pass = async (milliseconds: number) => {
    house().clock.time += milliseconds;
    await time.tickAsync(milliseconds);
  };
  const ended = async (promise: Promise<unknown>) => {
    const outcome = await promise.catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(LeaseEnded);
    return (outcome as LeaseEnded).reason;
  };
  const reason = () => (lease.signal.reason as LeaseEnded | undefined)?.reason;
  const rename = (name: string) => (training: Training) => ({ ...training, name });

  it("is renewed in good time, for as long as it is not released", async () => {
    await pass(RENEWAL_MS);
    const { job, version } = await house().stored(claimed.id);
    expect(job?.leaseUntil).to.equal(house().clock.now() + LEASE_MS);
    expect(version).to.equal(claimed.version + 1);
    lease.release();
    await pass(10 * RENEWAL_MS);
    expect((await house().stored(claimed.id)).version).to.equal(version);
    expect(lease.signal.aborted).to.equal(false);
  });

  it("is renewed by every change", async () => {
    house().clock.time += 7000;
    const changed = await lease.change(rename("Max"));
    expect(changed).to.include({ name: "Max" });
    expect(changed.job?.leaseUntil).to.equal(house().clock.now() + LEASE_MS);
  });

  it("lets through what the change throws", async () => {
    const outcome = await lease
      .change(() => {
        throw new TypeError("a mistake");
      })
      .catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(TypeError);
    expect(lease.signal.aborted).to.equal(false);
  });

  it("ends when the training was cancelled, and writes nothing", async () => {
    const cancelled = await house().records.change(claimed.id, (training) => ({
      ...training,
      status: "CANCELLED",
    }));
    expect(await ended(lease.change(rename("late")))).to.equal("cancelled");
    expect(await house().stored(claimed.id)).to.deep.equal(cancelled);
    expect(reason()).to.equal("cancelled");
    expect(await ended(lease.change(rename("later")))).to.equal("cancelled");
  });

  it("ends when the training was deleted", async () => {
    await house().stores.trainings.delete(claimed);
    expect(await ended(lease.change(rename("late")))).to.equal("cancelled");
  });

  it("ends when another worker has the job, and writes nothing", async () => {
    house().clock.time += LEASE_MS;
    const other = await house().claim("worker-2");
    expect(other.job?.attempt).to.equal(2);
    expect(await ended(lease.change(rename("late")))).to.equal("lost");
    expect(await house().stored(claimed.id)).to.deep.equal(other);
  });

  it("ends when the training has ended or is in the queue again", async () => {
    for (const status of ["COMPLETED", "FAILED", "QUEUED"] as const) {
      await house().records.change(claimed.id, (training) => ({ ...training, status }));
      expect(await ended(leaseOf(claimed).change(rename("late")))).to.equal("lost");
    }
  });

  it("finds out by itself, at a renewal", async () => {
    await house().records.change(claimed.id, (training) => ({ ...training, status: "CANCELLED" }));
    await pass(RENEWAL_MS);
    expect(reason()).to.equal("cancelled");
    const { version } = await house().stored(claimed.id);
    await pass(10 * RENEWAL_MS);
    expect((await house().stored(claimed.id)).version).to.equal(version);
  });

  it("is ended by its holder; the first reason counts", async () => {
    lease.end("shutdown");
    lease.end("cancelled");
    expect(reason()).to.equal("shutdown");
    expect(await ended(lease.change(rename("late")))).to.equal("shutdown");
  });

  it("outlives a store that is away for less than the lease", async () => {
    house().trainings.fail("get");
    await pass(RENEWAL_MS);
    await pass(RENEWAL_MS);
    await pass(RENEWAL_MS);
    expect(lease.signal.aborted).to.equal(false);
    house().trainings.heal();
    await pass(RENEWAL_MS / 2);
    await pass(RENEWAL_MS / 2);
    expect(lease.signal.aborted).to.equal(false);
    expect((await house().stored(claimed.id)).job?.leaseUntil).to.equal(house().clock.now() + LEASE_MS);
    expect(
      house().logger.entries.filter(({ message }) => message === "could not renew a lease"),
    ).to.have.lengthOf(3);
  });

  it("ends when the store is away for longer: another may have the job by then", async () => {
    house().trainings.fail("get");
    for (let at = RENEWAL_MS; at < LEASE_MS; at += RENEWAL_MS) await pass(RENEWAL_MS);
    expect(lease.signal.aborted).to.equal(false);
    await pass(RENEWAL_MS);
    expect(reason()).to.equal("unreachable");
  });

  describe("commits a step", () => {
    it("when the store is back after a moment", async () => {
      house().trainings.fail("save", 2);
      const committed = lease.commit(rename("Max"));
      await pass(1000);
      await pass(5000);
      expect(await committed).to.include({ name: "Max" });
      expect(lease.signal.aborted).to.equal(false);
    });

    it("or ends when the store stays away", async () => {
      house().trainings.fail("save");
      const committed = ended(lease.commit(rename("Max")));
      await pass(60_000);
      expect(await committed).to.equal("unreachable");
      expect(reason()).to.equal("unreachable");
    });

    it("or ends at once when the disk is full", async () => {
      house().trainings.fail("save", 1, new DomainError("disk-full"));
      expect(await ended(lease.commit(rename("Max")))).to.equal("unreachable");
    });

    it("and lets other failures through", async () => {
      const impossible = (training: Training) => move(training, "COMPLETED", 0);
      await expectDomainError(lease.commit(impossible), "conflict");
      await house().records.change(claimed.id, (training) => ({ ...training, status: "CANCELLED" }));
      expect(await ended(lease.commit(rename("late")))).to.equal("cancelled");
    });
  });
});
