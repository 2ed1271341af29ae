import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import Database from "libsql";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Connection } from "../../../src/integrations/sqlite/connection.js";
import { migrate } from "../../../src/integrations/sqlite/migrate.js";
import { MIGRATIONS } from "../../../src/integrations/sqlite/migrations/index.js";
import { openConnection, openSqlite } from "../../../src/integrations/sqlite/open.js";
import { storesOf } from "../../../src/integrations/sqlite/stores.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { sqliteHarness, type SqliteHarness } from "../../support/sqlite-harness.js";
import { sampleTraining } from "../../support/stored-samples.js";

describe("SQLite opening and failing", () => {
  let harness: SqliteHarness;
  beforeEach(async () => {
    harness = await sqliteHarness();
  });
  afterEach(() => harness.dispose());

  function withDatabase<T>(use: (database: Database.Database) => T): T {
    const database = new Database(harness.file);
    try {
      return use(database);
    } finally {
      database.close();
    }
  }

  const version = (database: Database.Database) =>
    (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;

  it("makes the folder and a file that its owner alone can read", async () => {
    const file = join(harness.file, "..", "new", "folder", "darkroom.db");
    const stores = await openSqlite(file);
    await stores.ping();
    await stores.close();
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
  });

  it("writes ahead, and syncs every commit", async () => {
    const stores = await harness.open();
    expect(withDatabase((database) => database.prepare("PRAGMA journal_mode").get())).to.include({
      journal_mode: "wal",
    });
    await stores.close();
    const connection = await openConnection(harness.file);
    const setting = (name: string) => connection.prepare<Record<string, number>>(`PRAGMA ${name}`).get();
    expect(setting("synchronous")).to.include({ synchronous: 2 });
    expect(setting("foreign_keys")).to.include({ foreign_keys: 1 });
    expect(setting("busy_timeout")).to.include({ timeout: 5000 });
    await connection.close();
  });

  it("refuses a database of a newer version, says what to do, and leaves it as it was", async () => {
    await (await harness.open()).close();
    const newer = MIGRATIONS.length + 1;
    withDatabase((database) => {
      database.exec(`PRAGMA user_version = ${newer}`);
    });
    const error = await expectDomainError(harness.open(), "storage-failed");
    expect(error.message).to.match(new RegExp(`version ${newer}.*newer Darkroom.*Install`, "u"));
    expect(withDatabase(version)).to.equal(newer);
  });

  it("applies the migrations that are missing, in order, each whole or not at all", () => {
    withDatabase((database) => {
      migrate(database, ["CREATE TABLE a (x)"]);
      migrate(database, ["CREATE TABLE a (x)", "CREATE TABLE b (x); INSERT INTO b VALUES (1)"]);
      expect(version(database)).to.equal(2);
      const broken = ["", "", "CREATE TABLE c (x); INSERT INTO nowhere VALUES (1)"];
      expect(() => {
        migrate(database, broken);
      }).to.throw("nowhere");
      expect(version(database)).to.equal(2);
      const tables = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .all();
      expect(tables).to.deep.equal([{ name: "a" }, { name: "b" }]);
    });
  });

  it("says storage-failed, with the cause, for what is no database or no place", async () => {
    const text = join(harness.file, "..", "text.db");
    await writeFile(
      text,
      "This is no database, but a text that is long enough to look for a header. ".repeat(99),
    );
    const noDatabase = await expectDomainError(openSqlite(text), "storage-failed");
    expect(noDatabase.cause).to.include({ code: "SQLITE_NOTADB" });
    const folder = join(harness.file, "..", "folder.db");
    await mkdir(folder);
    expect((await expectDomainError(openSqlite(folder), "storage-failed")).cause).to.include({
      code: "EISDIR",
    });
  });

  it("says storage-failed after it was closed, and closes twice", async () => {
    const stores = await harness.open();
    await stores.close();
    await stores.close();
    await expectDomainError(stores.ping(), "storage-failed");
    await expectDomainError(stores.trainings.get("t"), "storage-failed");
  });

  it("leaves everything in the one file after a close, so that it can be copied", async () => {
    const stores = await harness.open();
    await stores.trainings.insert(sampleTraining());
    expect((await stat(`${harness.file}-wal`)).size).to.be.above(0);
    await stores.close();
    expect((await stat(`${harness.file}-wal`).catch(() => ({ size: 0 }))).size).to.equal(0);
  });

  it("says disk-full when the file cannot grow, stores nothing of it, and goes on when it can again", async () => {
    await (await harness.open()).close();
    const database = new Database(harness.file);
    const { trainings, datasets, ...stores } = storesOf(new Connection(database), {});
    const pages = (database.prepare("PRAGMA page_count").get() as { page_count: number }).page_count;
    database.prepare(`PRAGMA max_page_count = ${pages}`).get();
    const large = sampleTraining({ name: "x".repeat(100_000) });
    const error = await expectDomainError(trainings.insert(large), "disk-full");
    expect(error).to.include({ retryable: true });
    expect(error.cause).to.include({ code: "SQLITE_FULL" });
    const update = (id: number) => ({ id, body: "x".repeat(50_000) });
    await expectDomainError(stores.inbox.append([update(1), update(2)]), "disk-full");
    expect(await trainings.get(large.id)).to.equal(undefined);
    expect(await stores.inbox.pending()).to.deep.equal([]);
    expect(await datasets.count(large.id)).to.equal(0);
    database.prepare("PRAGMA max_page_count = 100000").get();
    await trainings.insert(large);
    expect(await trainings.get(large.id)).to.deep.equal(large);
    await stores.close();
  });

  it("waits for another process's transaction instead of failing, and says so when it never ends", async () => {
    const stores = await harness.open();
    const impatient = new Database(harness.file, { timeout: 50 });
    const { users } = storesOf(new Connection(impatient), {});
    const other = new Database(harness.file);
    other.exec("BEGIN IMMEDIATE");
    const user = { id: "u", name: "n", locale: "en", createdAt: 1 };
    const error = await expectDomainError(users.remember(user), "storage-failed");
    expect(error).to.include({ retryable: true });
    expect(await stores.users.get("u"), "readers do not wait").to.equal(undefined);
    other.exec("ROLLBACK");
    expect(await users.remember(user)).to.deep.equal(user);
    other.close();
    impatient.close();
  });
});
