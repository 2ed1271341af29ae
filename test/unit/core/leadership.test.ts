import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Leadership, type LeadershipTiming } from "../../../src/core/leadership/leadership.js";
import type { Stores } from "../../../src/core/ports/stores.js";
import { openSqlite } from "../../../src/integrations/sqlite/open.js";
import { eventually } from "../../support/eventually.js";
import { faulty, type Faults } from "../../support/faulty.js";
import { ManualClock } from "../../support/manual-clock.js";
import { RecordingLogger } from "../../support/recording-logger.js";

const QUICK: LeadershipTiming = { lease: 600, renewEvery: 50, lookEvery: 50, margin: 100 };
/** A lease that no test waits for. */
const LONG: LeadershipTiming = { lease: 3_600_000, renewEvery: 20, lookEvery: 20, margin: 1_000 };

describe("leadership", () => {
  let folder: string;
  let stores: Stores;
  let keyValues: Faults<Stores["keyValues"]>;
  let log: string[];
  let ended: Set<string>;
  let clock: ManualClock;
  let running: Leadership[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-leaders-"));
    stores = await openSqlite(join(folder, "darkroom.sqlite"));
    keyValues = faulty(stores.keyValues);
    log = [];
    ended = new Set();
    clock = new ManualClock();
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((leadership) => leadership.stop()));
    await stores.close();
    await rm(folder, { recursive: true });
  });

  function process(
    id: string,
    options: { timing?: LeadershipTiming; begin?: () => void; store?: Stores["keyValues"] } = {},
  ): Leadership {
    const leadership = new Leadership({
      keyValues: options.store ?? stores.keyValues,
      office: "bot",
      id,
      watch: {
        mark: () => Promise.resolve(id),
        stateOf: (mark) => Promise.resolve(ended.has(String(mark)) ? "ended" : "unknown"),
      },
      clock,
      logger: new RecordingLogger(),
      timing: options.timing ?? LONG,
      work: {
        begin: () => {
          options.begin?.();
          log.push(`${id} begins`);
          return Promise.resolve();
        },
        end: () => {
          log.push(`${id} ends`);
          return Promise.resolve();
        },
      },
    });
    running.push(leadership);
    return leadership;
  }

  it("makes the first one the leader before its start returns, and lets the others stand by", async () => {
    const [a, b] = [process("a"), process("b")];
    await a.start();
    await b.start();
    expect([a.leads, b.leads]).to.deep.equal([true, false]);
    expect(log).to.deep.equal(["a begins"]);
  });

  it("makes one of many that start at once the leader", async () => {
    const all = Array.from({ length: 8 }, (_, index) => process(`p${index}`));
    await Promise.all(all.map((leadership) => leadership.start()));
    expect(all.filter(({ leads }) => leads)).to.have.length(1);
  });

  it("hands over when the leader stops, after its work has ended", async () => {
    const [a, b] = [process("a"), process("b")];
    await a.start();
    await b.start();
    await a.stop();
    await eventually(() => expect(b.leads).to.equal(true));
    await eventually(() => expect(log).to.deep.equal(["a begins", "a ends", "b begins"]));
    expect(a.leads).to.equal(false);
  });

  it("follows a leader whose process has ended without waiting for its lease", async () => {
    const [a, b] = [process("a", { store: keyValues.port }), process("b")];
    await a.start();
    await b.start();
    // A process that has ended renews nothing.
    keyValues.fail("compareAndSet");
    ended.add("a");
    await eventually(() => expect(log).to.deep.equal(["a begins", "b begins"]));
  });

  it("ends its own work when it cannot renew, before another begins, and stands by when it can again", async () => {
    const a = process("a", { timing: QUICK, store: keyValues.port });
    const b = process("b", { timing: QUICK });
    await a.start();
    await b.start();
    keyValues.fail("compareAndSet");
    await eventually(() => expect(log).to.deep.equal(["a begins", "a ends", "b begins"]));
    expect([a.leads, b.leads]).to.deep.equal([false, true]);
    keyValues.heal();
    await b.stop();
    await eventually(() =>
      expect(log).to.deep.equal(["a begins", "a ends", "b begins", "b ends", "a begins"]),
    );
  });

  it("goes on leading when the store was away for less than its lease, or lost an answer", async () => {
    const a = process("a", { store: keyValues.port });
    const b = process("b");
    await a.start();
    await b.start();
    keyValues.fail("compareAndSet", 3);
    await eventually(async () => expect(await renewals()).to.be.above(5));
    keyValues.loseAnswer("compareAndSet", 1);
    const before = await renewals();
    await eventually(async () => expect(await renewals()).to.be.above(before + 5));
    expect(a.leads).to.equal(true);
    expect(log).to.deep.equal(["a begins"]);
  });

  it("knows that its lease is over when its clock says so, before it asks the store", async () => {
    const a = process("a", { timing: { ...LONG, renewEvery: 3_600_000 } });
    await a.start();
    clock.time += 3_600_000;
    expect(a.leads, "after a sleep of the machine").to.equal(false);
  });

  it("begins again by itself where the lease ran out and nobody else came", async () => {
    const a = process("a", { timing: QUICK, store: keyValues.port });
    await a.start();
    keyValues.fail("compareAndSet");
    await eventually(() => expect(log).to.deep.equal(["a begins", "a ends"]));
    keyValues.heal();
    await eventually(() => expect(log).to.deep.equal(["a begins", "a ends", "a begins"]));
    expect(a.leads).to.equal(true);
  });

  it("waits for the lease of a leader of which it cannot see whether it lives", async () => {
    const a = process("a", { timing: QUICK, store: keyValues.port });
    await a.start();
    const b = process("b", { timing: QUICK });
    await b.start();
    expect(b.leads).to.equal(false);
    keyValues.fail("compareAndSet");
    await eventually(() => expect(b.leads).to.equal(true));
    // What is left of it must not be renewed by the old one.
    keyValues.heal();
    const before = await renewals();
    await eventually(async () => expect(await renewals()).to.be.above(before + 3));
    expect([a.leads, b.leads]).to.deep.equal([false, true]);
  });

  it("does not begin a work that cannot begin: the first start fails, a later one leaves it to others", async () => {
    const broken = (): never => {
      throw new Error("no such token");
    };
    const a = process("a", { begin: broken });
    const failure = await a.start().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.have.property("message", "no such token");
    expect(a.leads).to.equal(false);
    const b = process("b");
    await b.start();
    const c = process("c", { begin: broken });
    await c.start();
    await b.stop();
    const d = process("d");
    await d.start();
    await eventually(() => expect(d.leads).to.equal(true));
    await eventually(() => expect(log.at(-1)).to.equal("d begins"));
  });

  it("takes a record that it cannot read for another's, until that has stood still for a lease", async () => {
    await stores.keyValues.write("leaders", "bot", { of: "a newer program" });
    const a = process("a", { timing: QUICK });
    await a.start();
    expect(a.leads).to.equal(false);
    await eventually(() => expect(log).to.deep.equal(["a begins"]));
  });

  async function renewals(): Promise<number> {
    return ((await stores.keyValues.read("leaders", "bot")) as { renewals: number }).renewals;
  }
});
