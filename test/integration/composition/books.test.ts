import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { checkBooks } from "../../../src/composition/books.js";
import { parseConfig } from "../../../src/config.js";
import { Ledger } from "../../../src/core/points/ledger.js";
import type { Stores } from "../../../src/core/ports/stores.js";
import { openSqlite } from "../../../src/integrations/sqlite/open.js";
import { ManualClock } from "../../support/manual-clock.js";

describe("npm run reconcile", () => {
  let folder = "";
  let running: Stores | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-books-"));
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
    await rm(folder, { recursive: true });
  });
  const check = () => checkBooks(parseConfig({ DATA_DIR: folder }), () => Promise.resolve());

  it("proves the books beside a bot that runs, and says what is not right", async () => {
    running = await openSqlite(join(folder, "darkroom.sqlite"));
    const ledger = new Ledger(running.ledger, new ManualClock());
    await ledger.gift({ id: "1", personId: "telegram:1", points: 100, about: {} });
    const counts = "1 persons, 1 postings, 100 points, 0 of these held";
    expect(await check()).to.deep.equal({ right: true, lines: [`The books are right: ${counts}.`] });
    await ledger.hold({ id: "t1/1", personId: "telegram:1", trainingId: "t1" }, 60);
    const wrong = "hold t1/1 of telegram:1 holds 60 points, and no training waits or runs for it";
    expect(await check()).to.deep.equal({ right: false, lines: [wrong] });
    await ledger.settle({ id: "t1/1", personId: "telegram:1", trainingId: "t1" }, 60, 6);
    const unpaid =
      "of hold t1/1 of telegram:1 6 points were set aside for rewards, and rewards of 0 were posted";
    expect(await check()).to.deep.equal({ right: false, lines: [unpaid] });
  });

  it("makes no database where there is none", async () => {
    const error: unknown = await check().catch((reason: unknown) => reason);
    expect(String(error)).to.contain("there is no database in").and.to.contain("DATA_DIR");
  });
});
