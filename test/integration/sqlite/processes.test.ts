import { expect } from "chai";
import Database from "libsql";
import { afterEach, beforeEach, describe, it } from "mocha";
import { startChild, type Child } from "../../support/child-process.js";
import { sqliteHarness, type SqliteHarness } from "../../support/sqlite-harness.js";
import { EPOCH, queuedTraining } from "../../support/stored-samples.js";

const PROGRAM = new URL("../../support/sqlite-process.ts", import.meta.url);

describe("SQLite under several processes", function () {
  this.timeout(60_000);
  let harness: SqliteHarness;
  let children: Child[];

  beforeEach(async () => {
    harness = await sqliteHarness();
    children = [];
  });
  afterEach(async () => {
    for (const child of children) {
      child.kill();
      await child.ended();
    }
    await harness.dispose();
  });

  async function start(task: "write" | "claim", name: string): Promise<Child> {
    const child = startChild(PROGRAM, task, harness.file, name);
    children.push(child);
    await child.printed(1);
    return child;
  }

  /** What a child has printed after its "ready". */
  const acknowledged = (child: Child) => child.lines.slice(1);

  it("gives each training to one of two processes that claim at once", async () => {
    const stores = await harness.open();
    const queued = Array.from({ length: 200 }, (_, index) => queuedTraining(EPOCH + index));
    for (const training of queued) {
      await stores.trainings.insert(training);
    }
    const both = await Promise.all([start("claim", "worker-a"), start("claim", "worker-b")]);
    both.forEach((child) => {
      child.go();
    });
    for (const child of both) {
      expect(await child.ended()).to.deep.equal({ code: 0, errors: "" });
      expect(acknowledged(child), "each process got some").to.not.be.empty;
    }
    const claimed = both.flatMap(acknowledged);
    expect(claimed.toSorted()).to.deep.equal(queued.map(({ id }) => id));
  });

  it("makes one database when several processes open a new file at once, and all of them write", async () => {
    const writers = await Promise.all(["a", "b", "c"].map((name) => start("write", name)));
    writers.forEach((child) => {
      child.go();
    });
    await Promise.all(writers.map((child) => child.printed(30)));
    for (const child of writers) {
      child.kill();
      expect(await child.ended()).to.include({ errors: "" });
    }
    const { trainings } = await harness.open();
    for (const id of writers.flatMap(acknowledged)) {
      expect(await trainings.get(id), id).to.include({ name: "saved", version: 2 });
    }
  });

  it("keeps every acknowledged write of processes that are killed while the next one starts", async () => {
    const all: string[] = [];
    let next = await start("write", "life-0");
    for (let life = 1; life <= 4; life += 1) {
      const current = next;
      current.go();
      next = await start("write", `life-${life}`);
      await current.printed(10 + 17 * life);
      // The successor opens the file while this one is still writing, and is writing when it dies.
      next.go();
      await current.printed(current.lines.length + 3);
      current.kill();
      await current.ended();
      all.push(...acknowledged(current));
      const { trainings } = await harness.open();
      for (const id of all) {
        expect(await trainings.get(id), id).to.include({ name: "saved", version: 2 });
      }
    }
    await next.printed(10);
    next.kill();
    expect(await next.ended()).to.include({ errors: "" });
    const database = new Database(harness.file);
    expect(database.prepare("PRAGMA integrity_check").get()).to.include({ integrity_check: "ok" });
    database.close();
  });
});
