import { expect } from "chai";
import { describe, it } from "mocha";
import { checkpointEvery } from "../../../../src/core/training/checkpoints.js";
import type { Training } from "../../../../src/core/training/model.js";
import { ADA, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import type { Trainer } from "../../../support/scripted-runtime.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { settle, turnsUntil } from "../../../support/turns.js";

const NEVER = new AbortController().signal;
const STEPS = 100;

describe("what a person asks of a training that runs", () => {
  const house = eachTestInAHouse();
  const control = () => house().service.control;
  const run = async (signal = NEVER) =>
    house()
      .runner()
      .run(await house().claim(), CPU, signal);
  const isAt = (id: string, step: number) =>
    turnsUntil(`${id} is at ${step}`, async () => (await house().stored(id)).progress?.step === step);
  const kinds = (training: Training) => training.notices.map(({ kind }) => kind);

  /** A trainer that tells what it is told to tell, until it is stopped. */
  function led(): { step: (step: number) => void; checkpoint: (step: number) => void; end: () => void } {
    let trainer: Trainer | undefined;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    house().runtime.script = async (given) => {
      trainer = given;
      const why = await Promise.race([ended.then(() => "ended"), given.terminated.then(() => "stopped")]);
      return why === "stopped" ? { code: 75 } : goesWell()(given);
    };
    const print = (line: object): void => {
      if (trainer === undefined) throw new Error("it does not run");
      // Its steps are kept in the record every five seconds.
      house().clock.time += 5_000;
      trainer.print(line);
    };
    const more = { steps: STEPS, loss: 0.5, lr: 1e-4, secondsPerStep: 1, etaSeconds: 1 };
    return {
      step: (step) => {
        print({ event: "step", step, ...more });
      },
      checkpoint: (step) => {
        print({ event: "checkpoint", step, path: `checkpoints/${step}` });
      },
      end: () => {
        end();
      },
    };
  }

  async function begun(): Promise<{ id: string; every: number; running: Promise<boolean> }> {
    const { id, quote } = await house().queued();
    const running = run();
    await turnsUntil("it trains", () => house().runtime.running.includes(id));
    return { id, every: checkpointEvery(quote!.steps), running };
  }

  it("is to stop at the next checkpoint: it goes on until that is written, and can be gone on with", async () => {
    const trainer = led();
    const { id, every, running } = await begun();
    trainer.step(3);
    await isAt(id, 3);
    expect((await control().stopAtCheckpoint(ADA, id)).stopAt).to.equal(every);
    const { version } = await house().stored(id);
    await control().stopAtCheckpoint(ADA, id);
    expect((await house().stored(id)).version, "asked twice").to.equal(version);
    trainer.step(every - 1);
    await isAt(id, every - 1);
    expect((await house().stored(id)).status).to.equal("TRAINING");
    trainer.step(every);
    trainer.checkpoint(every);
    expect(await running).to.equal(true);
    const stored = await house().stored(id);
    expect(stored.status).to.equal("CANCELLED");
    expect(kinds(stored)).to.deep.equal(["cancelled"]);
    expect(await house().runtime.list()).to.deep.equal([]);
    expect(await house().workspaces.list(), "its checkpoint").to.deep.equal([id]);
    expect(house().seen.filter(({ type }) => type === "notice")).to.have.lengthOf(1);
    const again = await house().service.resumption.resume(ADA, id);
    expect(again).not.to.have.property("stopAt");
  });

  it("stops at once where the checkpoint was written while its person tapped", async () => {
    const trainer = led();
    const { id, every, running } = await begun();
    trainer.step(every - 1);
    await isAt(id, every - 1);
    const { version } = await house().stored(id);
    trainer.checkpoint(every);
    await turnsUntil("it is seen", async () => (await house().stored(id)).version > version);
    await control().stopAtCheckpoint(ADA, id);
    trainer.step(every + 1);
    await running;
    expect((await house().stored(id)).status).to.equal("CANCELLED");
  });

  it("goes on past the checkpoint when its person says so", async () => {
    const trainer = led();
    const { id, every, running } = await begun();
    trainer.step(1);
    await isAt(id, 1);
    await control().stopAtCheckpoint(ADA, id);
    expect(await control().goOn(ADA, id)).not.to.have.property("stopAt");
    await control().goOn(ADA, id);
    trainer.checkpoint(every);
    trainer.step(every + 1);
    await isAt(id, every + 1);
    trainer.end();
    await running;
    expect((await house().stored(id)).status).to.equal("COMPLETED");
  });

  it("is not stopped by what the trainer had told before: its story begins anew with each restart", async () => {
    const trainer = led();
    const { id } = await house().queued();
    const shutdown = new AbortController();
    const running = run(shutdown.signal);
    await turnsUntil("it trains", () => house().runtime.running.includes(id));
    const every = checkpointEvery((await house().stored(id)).quote!.steps);
    trainer.checkpoint(every);
    trainer.step(every + 1);
    await isAt(id, every + 1);
    shutdown.abort();
    await running;
    expect((await control().stopAtCheckpoint(ADA, id)).stopAt).to.equal(2 * every);
    const seen = house().seen.length;
    const second = run();
    await turnsUntil("its story is told again", () => house().seen.length > seen);
    await settle();
    expect((await house().stored(id)).status).to.equal("TRAINING");
    trainer.checkpoint(2 * every);
    await second;
    expect((await house().stored(id)).status).to.equal("CANCELLED");
  });

  it("comes to its end where the last checkpoint is that of the last step", async () => {
    const trainer = led();
    const { id, running } = await begun();
    trainer.step(1);
    await isAt(id, 1);
    await control().stopAtCheckpoint(ADA, id);
    // It was asked for in a record that was made for more steps than there are.
    await house().records.change(id, (training) => ({ ...training, stopAt: STEPS }));
    trainer.step(STEPS);
    trainer.checkpoint(STEPS);
    trainer.end();
    await running;
    expect((await house().stored(id)).status).to.equal("COMPLETED");
  });

  it("has no checkpoint ahead while it waits or near its end, and nothing to stop when it has ended", async () => {
    const { id } = await house().queued();
    await expectDomainError(control().stopAtCheckpoint(ADA, id), "no-checkpoint-ahead");
    await house().service.library.cancel(ADA, id);
    await expectDomainError(control().stopAtCheckpoint(ADA, id), "not-cancellable");
    await expectDomainError(control().goOn(ADA, id), "not-cancellable");
    await expectDomainError(control().mute(ADA, id, true), "not-cancellable");
  });

  it("is muted until it is unmuted, whatever its worker writes meanwhile", async () => {
    const trainer = led();
    const { id, running } = await begun();
    expect((await control().mute(ADA, id, true)).muted).to.equal(true);
    trainer.step(4);
    await isAt(id, 4);
    expect((await house().stored(id)).muted).to.equal(true);
    await control().mute(ADA, id, false);
    await settle();
    expect((await house().stored(id)).muted).to.equal(false);
    trainer.end();
    await running;
  });
});
