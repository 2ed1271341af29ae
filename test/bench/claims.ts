/*
 * Claims of a training from a queue: what the stores add to the database below them. Each store and a bare
 * statement of its own driver drain queues of the same length in turns, in the same run and with the same
 * durability; the ratios say more than the times, which are this machine's.
 * `node --import tsx test/bench/claims.ts [TRAININGS] [PERSONS]`; MongoDB takes part where MONGODB_TEST_URI is
 * set. The bare statements take the training that was queued first; the stores find out whose turn it is.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import Database from "libsql";
import { createConnection } from "mongoose";
import type { Stores } from "../../src/core/ports/stores.js";
import type { Training } from "../../src/core/training/model.js";
import { openMongo } from "../../src/integrations/mongo/open.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { EPOCH, queuedTraining, sampleClaim } from "../support/stored-samples.js";

const TRAININGS = Number(process.argv[2] ?? 1000);
const PERSONS = Number(process.argv[3] ?? 100);
const ROUNDS = 2;
const CLAIMERS = [1, 16];

/** A queue that can be filled and drained. */
interface Queue {
  fill(count: number): Promise<void>;
  /** Whether there was one. */
  claim(worker: string): Promise<boolean>;
  /** Ends what the worker claimed last: nobody holds more than one. */
  end(worker: string): Promise<void>;
  close(): Promise<void>;
}

function storeQueue(stores: Stores): Queue {
  const running = new Map<string, Training>();
  return {
    async fill(count) {
      for (let index = 0; index < count; index += 1) {
        const ownerId = `telegram:${index % PERSONS}`;
        await stores.trainings.insert(queuedTraining(EPOCH + index, { ownerId }));
      }
    },
    async claim(worker) {
      const training = await stores.trainings.claim(sampleClaim({ workerId: worker, except: [] }));
      if (training !== undefined) running.set(worker, training);
      return training !== undefined;
    },
    async end(worker) {
      const training = running.get(worker);
      running.delete(worker);
      if (training === undefined) return;
      await stores.trainings.save({ ...training, status: "COMPLETED", endedAt: EPOCH + 100_000 });
    },
    close: () => stores.close(),
  };
}

function bareSqlite(file: string): Queue {
  const database = new Database(file, { timeout: 5000 });
  database.prepare("PRAGMA journal_mode = WAL").get();
  database.exec("PRAGMA synchronous = FULL");
  database.exec(
    "CREATE TABLE jobs (id TEXT PRIMARY KEY, status TEXT, queued_at INTEGER, worker TEXT, doc TEXT)",
  );
  database.exec("CREATE INDEX jobs_queue ON jobs (status, queued_at)");
  const insert = database.prepare("INSERT INTO jobs VALUES (?, 'QUEUED', ?, '', ?)");
  const claim = database.prepare(
    `UPDATE jobs SET status = 'PREPARING', worker = ? WHERE id =
     (SELECT id FROM jobs WHERE status = 'QUEUED' ORDER BY queued_at LIMIT 1) RETURNING id, doc`,
  );
  const end = database.prepare("UPDATE jobs SET status = 'COMPLETED' WHERE id = ?");
  const running = new Map<string, string>();
  return {
    fill(count) {
      for (let index = 0; index < count; index += 1) {
        const training = queuedTraining(EPOCH + index);
        insert.run(training.id, EPOCH + index, JSON.stringify(training));
      }
      return Promise.resolve();
    },
    claim(worker) {
      const row = claim.get(worker) as { id: string } | undefined;
      if (row !== undefined) running.set(worker, row.id);
      return Promise.resolve(row !== undefined);
    },
    end(worker) {
      end.run(running.get(worker) ?? "");
      return Promise.resolve();
    },
    close() {
      database.close();
      return Promise.resolve();
    },
  };
}

async function bareMongo(uri: string): Promise<Queue> {
  const connection = await createConnection(uri, {
    writeConcern: { w: "majority", journal: true },
    maxPoolSize: 20,
  }).asPromise();
  const jobs = connection.collection("jobs");
  await jobs.createIndexes([{ key: { status: 1, queuedAt: 1, _id: 1 } }]);
  const running = new Map<string, () => Promise<unknown>>();
  return {
    async fill(count) {
      await jobs.insertMany(
        Array.from({ length: count }, (_, index) => ({ ...queuedTraining(EPOCH + index) })),
      );
    },
    async claim(worker) {
      const update = { $set: { status: "PREPARING", worker }, $inc: { version: 1 } };
      const found = await jobs.findOneAndUpdate({ status: "QUEUED" }, update, {
        sort: { queuedAt: 1, _id: 1 },
      });
      if (found === null) return false;
      running.set(worker, () => jobs.updateOne({ _id: found._id }, { $set: { status: "COMPLETED" } }));
      return true;
    },
    async end(worker) {
      await running.get(worker)?.();
    },
    async close() {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}

interface Measured {
  readonly perSecond: number;
  readonly median: number;
  readonly p95: number;
}

async function drain(queue: Queue, claimers: number, round: number): Promise<Measured> {
  await queue.fill(TRAININGS);
  const latencies: number[] = [];
  const start = performance.now();
  const claimed = await Promise.all(
    Array.from({ length: claimers }, async (_, index) => {
      const worker = `worker-${round}-${index}`;
      for (let count = 0; ; count += 1) {
        const from = performance.now();
        if (!(await queue.claim(worker))) {
          return count;
        }
        latencies.push(performance.now() - from);
        await queue.end(worker);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const total = claimed.reduce((sum, count) => sum + count, 0);
  if (total !== TRAININGS) {
    throw new Error(`${total} of ${TRAININGS} were claimed`);
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { perSecond: TRAININGS / seconds, median: at(0.5), p95: at(0.95) };
}

const middle = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function print(name: string, claimers: number, store: Measured[], bare: Measured[]): void {
  const of = (runs: Measured[], key: keyof Measured) => middle(runs.map((run) => run[key]));
  const line = (label: string, runs: Measured[]) =>
    `  ${label.padEnd(12)} ${of(runs, "perSecond").toFixed(0).padStart(7)} claims and ends/s` +
    `  median ${of(runs, "median").toFixed(2)} ms  p95 ${of(runs, "p95").toFixed(2)} ms\n`;
  const ratio = (key: keyof Measured) => (of(store, key) / of(bare, key)).toFixed(2);
  process.stdout.write(
    `${name}, ${claimers} claimer${claimers === 1 ? "" : "s"}, ${TRAININGS} trainings of ${PERSONS} persons x ${ROUNDS} rounds\n` +
      line("store", store) +
      line("bare driver", bare) +
      `  store / bare: throughput ${ratio("perSecond")}, median ${ratio("median")}, p95 ${ratio("p95")}\n`,
  );
}

async function compare(name: string, store: Queue, bare: Queue): Promise<void> {
  for (const claimers of CLAIMERS) {
    const measured: Record<"store" | "bare", Measured[]> = { store: [], bare: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      // In turns, and each first as often as the other: the machine may be busy for a while.
      for (const which of round % 2 ? (["bare", "store"] as const) : (["store", "bare"] as const)) {
        measured[which].push(await drain(which === "store" ? store : bare, claimers, round * 100 + claimers));
      }
    }
    print(name, claimers, measured.store, measured.bare);
  }
}

const folder = await mkdtemp(join(tmpdir(), "darkroom-bench-"));
const sqlite = {
  store: storeQueue(await openSqlite(join(folder, "store.db"))),
  bare: bareSqlite(join(folder, "bare.db")),
};
await compare("SQLite", sqlite.store, sqlite.bare);
await sqlite.store.close();
await sqlite.bare.close();
await rm(folder, { recursive: true });

const server = process.env["MONGODB_TEST_URI"];
if (server === undefined) {
  process.stdout.write("MongoDB: not measured, MONGODB_TEST_URI is not set\n");
} else {
  const uri = `${server.replace(/\/+$/u, "")}/darkroom-bench-${randomBytes(6).toString("hex")}`;
  const mongo = { store: storeQueue(await openMongo(uri)), bare: await bareMongo(uri) };
  await compare("MongoDB", mongo.store, mongo.bare);
  await mongo.store.close();
  await mongo.bare.close();
}
