/*
 * Postings of points a second, through the ledger, beside a bare insert of the same document by the same driver, in
 * turns and with the same durability. `node --import tsx test/bench/ledger.ts [POSTINGS] [PERSONS]`; MongoDB takes part
 * where MONGODB_TEST_URI is set. A posting reads the person's last one and looks for its own id before it is appended.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import Database from "libsql";
import { createConnection } from "mongoose";
import { Ledger } from "../../src/core/points/ledger.js";
import type { Stores } from "../../src/core/ports/stores.js";
import { openMongo } from "../../src/integrations/mongo/open.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { SystemClock } from "../../src/integrations/system/system-clock.js";
import { EPOCH, samplePosting } from "../support/stored-samples.js";

const POSTINGS = Number(process.argv[2] ?? 2000);
const PERSONS = Number(process.argv[3] ?? 100);
const ROUNDS = 3;
/** Persons who are posted for at once. */
const AT_ONCE = 8;

type Post = (id: string, personId: string) => Promise<void>;

function throughLedger(stores: Stores): Post {
  const ledger = new Ledger(stores.ledger, new SystemClock());
  return async (id, personId) => {
    await ledger.purchase({ id, personId, points: 10, about: { stars: 25 } });
  };
}

/** The document that the ledger writes; only its number is not the person's next one, for nobody looks. */
const document = (id: string, personId: string) =>
  samplePosting({ id, personId, at: EPOCH, kind: "purchase", lines: { available: 10, stars: -10 } });

function bareSqlite(file: string): { post: Post; close: () => void } {
  const database = new Database(file, { timeout: 5000 });
  database.prepare("PRAGMA journal_mode = WAL").get();
  database.exec("PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE postings (id TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL)");
  const insert = database.prepare("INSERT INTO postings VALUES (?, ?)");
  const post: Post = (id, personId) => {
    insert.run(id, JSON.stringify(document(id, personId)));
    return Promise.resolve();
  };
  return { post, close: () => database.close() };
}

async function bareMongo(uri: string): Promise<{ post: Post; close: () => Promise<void> }> {
  const connection = await createConnection(uri, {
    writeConcern: { w: "majority", journal: true },
  }).asPromise();
  const postings = connection.collection<{ _id: string }>("bare_postings");
  return {
    async post(id, personId) {
      await postings.insertOne({ ...document(id, personId), _id: id });
    },
    async close() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

/** Postings a second. */
async function measure(post: Post, round: number): Promise<number> {
  const start = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, lane) => {
      for (let index = lane; index < POSTINGS; index += AT_ONCE) {
        // Persons of one lane are of no other: who is posted for twice at once loses turns, which is not measured here.
        const person = lane + AT_ONCE * (Math.floor(index / AT_ONCE) % Math.ceil(PERSONS / AT_ONCE));
        await post(`${round}-${index}`, `telegram:${person}`);
      }
    }),
  );
  return POSTINGS / ((performance.now() - start) / 1000);
}

async function compare(name: string, ledger: Post, bare: Post): Promise<void> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const first = round % 2 === 0;
    const before = first ? await measure(bare, round) : undefined;
    const through = await measure(ledger, round);
    const plain = before ?? (await measure(bare, round));
    ratios.push(through / plain);
    process.stdout.write(`${name}: ${through.toFixed(0)} postings/s, bare ${plain.toFixed(0)} inserts/s\n`);
  }
  const middle = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? NaN;
  process.stdout.write(`${name}: ledger / bare insert ${middle.toFixed(2)}\n`);
}

const folder = await mkdtemp(join(tmpdir(), "darkroom-bench-"));
const sqlite = await openSqlite(join(folder, "store.db"));
const bare = bareSqlite(join(folder, "bare.db"));
await compare("SQLite", throughLedger(sqlite), bare.post);
await sqlite.close();
bare.close();
await rm(folder, { recursive: true });

const server = process.env["MONGODB_TEST_URI"];
if (server === undefined) {
  process.stdout.write("MongoDB: not measured, MONGODB_TEST_URI is not set\n");
} else {
  const uri = `${server.replace(/\/+$/u, "")}/darkroom-bench-${randomBytes(6).toString("hex")}`;
  const mongo = await openMongo(uri);
  const bareStore = await bareMongo(uri);
  await compare("MongoDB", throughLedger(mongo), bareStore.post);
  await mongo.close();
  await bareStore.close();
}
