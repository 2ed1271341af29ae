import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { TrainingEvents, type TrainingEvent } from "../../../../src/core/training/events.js";
import type { Training } from "../../../../src/core/training/model.js";
import { RemoteTrainings } from "../../../../src/core/training/remote-trainings.js";
import { move } from "../../../../src/core/training/state.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";

describe("trainings that other processes run", () => {
  const house = eachTestInAHouse();
  let told: TrainingEvents;
  let heard: string[];
  let remote: RemoteTrainings;

  beforeEach(() => {
    const { logger, trainings } = house();
    told = new TrainingEvents(logger);
    heard = [];
    told.subscribe((event) => {
      heard.push(textOf(event));
    });
    remote = new RemoteTrainings({
      trainings: trainings.port,
      told,
      isOwn: ({ job }) => job?.workerId === "here",
      logger,
    });
  });
  afterEach(() => remote.stop());

  function textOf(event: TrainingEvent): string {
    const { status } = event.training;
    if (event.type === "moved") return `moved from ${event.from} to ${status} after ${event.seconds} s`;
    return `${event.type} ${status}`;
  }

  /** What is told by one look. */
  async function look(): Promise<string[]> {
    heard = [];
    await remote.look();
    await Promise.resolve();
    return heard;
  }

  async function change(id: string, changed: (training: Training) => Training): Promise<Training> {
    return house().records.change(id, changed);
  }

  it("are told of from the queue to their end, with how long each state took", async () => {
    const { clock } = house();
    const { id } = await house().queued();
    expect(await look(), "one that waits is no news").to.deep.equal([]);
    clock.time += 4_000;
    await house().claim("elsewhere");
    expect(await look()).to.deep.equal(["moved from QUEUED to PREPARING after 4 s", "progress PREPARING"]);
    clock.time += 7_000;
    await change(id, (training) => ({
      ...move(training, "TRAINING", clock.now()),
      job: { ...training.job!, phaseSince: clock.now() },
    }));
    expect(await look()).to.deep.equal(["moved from PREPARING to TRAINING after 7 s", "progress TRAINING"]);
    await change(id, (training) => ({ ...training, progress: { phase: "train", step: 3, steps: 9 } }));
    expect(await look()).to.deep.equal(["progress TRAINING"]);
    clock.time += 60_000;
    await change(id, (training) => ({ ...move(training, "FAILED", clock.now()), endedAt: clock.now() }));
    expect(await look()).to.deep.equal(["moved from TRAINING to FAILED after 60 s", "notice FAILED"]);
    expect(await look(), "once").to.deep.equal([]);
  });

  it("are no news when their lease alone was renewed", async () => {
    const { id } = await house().queued();
    await house().claim("elsewhere");
    expect(await look()).to.deep.equal(["progress PREPARING"]);
    await change(id, (training) => ({ ...training, job: { ...training.job!, leaseUntil: 1 } }));
    expect(await look()).to.deep.equal([]);
  });

  it("are told of once they are put back into the queue and taken by another", async () => {
    const { id } = await house().queued();
    await house().claim("elsewhere");
    await look();
    await change(id, (training) => move(training, "QUEUED", house().clock.now()));
    expect(await look()).to.deep.equal(["queued QUEUED", "progress QUEUED"]);
    await house().claim("a third");
    expect((await look()).at(-1)).to.equal("progress PREPARING");
  });

  it("are not those that this process runs, nor what it tells by itself", async () => {
    const own = await house().queued();
    await house().claim("here");
    expect(await look()).to.deep.equal([]);
    await change(own.id, (training) => move(training, "CANCELLED", house().clock.now()));
    expect(await look()).to.deep.equal([]);

    const others = await house().queued();
    await house().claim("elsewhere");
    await look();
    // The person's tap was handled here: this process has told of it.
    const cancelled = await change(others.id, (training) => move(training, "CANCELLED", house().clock.now()));
    remote.start();
    told.publish({ type: "notice", training: cancelled });
    await Promise.resolve();
    expect(await look()).to.deep.equal([]);
  });

  it("are told of though they came and went between two looks, when they were queued here", async () => {
    remote.start();
    const training = await house().queued();
    told.publish({ type: "queued", training });
    await Promise.resolve();
    await house().claim("elsewhere");
    await change(training.id, (stored) => move(stored, "FAILED", house().clock.now()));
    expect((await look()).at(-1)).to.equal("notice FAILED");
  });

  it("are forgotten when they are deleted, and looked at again when the store is back", async () => {
    const { id } = await house().queued();
    await house().claim("elsewhere");
    house().trainings.fail("listByStatus", 1);
    expect(await look()).to.deep.equal([]);
    expect(house().logger.entries.at(-1)?.message).to.equal("could not look at trainings of other workers");
    expect(await look()).to.deep.equal(["progress PREPARING"]);
    await house().service.library.cancel(ADA, id);
    await house().service.library.delete(ADA, id);
    expect(await look()).to.deep.equal([]);
  });
});
