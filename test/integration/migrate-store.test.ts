import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { openBlobs, type Blobs } from "../../src/composition/blobs.js";
import { migrateInstallation } from "../../src/composition/migration.js";
import { openStores } from "../../src/composition/stores.js";
import { parseConfig } from "../../src/config.js";
import { recordsOf, RECORD_KINDS } from "../../src/core/migration/records.js";
import { MigrationRefused } from "../../src/core/migration/refused.js";
import type { Stores } from "../../src/core/ports/stores.js";
import type { Training } from "../../src/core/training/model.js";
import { SystemClock } from "../../src/integrations/system/system-clock.js";
import { bytesOf, chunksOf } from "../support/byte-streams.js";
import { mongoHarness, type MongoHarness } from "../support/mongo-harness.js";
import { makeTestBucket, type TestBucket } from "../support/s3-bucket.js";
import {
  activeTraining,
  EPOCH,
  queuedTraining,
  sampleImage,
  sampleModel,
  sampleTraining,
  sampleUser,
} from "../support/stored-samples.js";

const PROGRAM = fileURLToPath(new URL("../../src/migrate-store.ts", import.meta.url));
/** By its place, since the program runs in another folder. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const TRAININGS = 20;
/** More than one part of an upload. */
const MODEL_BYTES = 6 * 2 ** 20;

interface Side {
  readonly stores: Stores;
  readonly blobs: Blobs;
}

describe("npm run migrate-store", function () {
  this.timeout(180_000);
  let folder: string;
  let mongo: MongoHarness;
  let buckets: TestBucket[];
  let env: Record<string, string>;

  beforeEach(async function () {
    buckets = [];
    buckets.push(await makeTestBucket(this), await makeTestBucket(this));
    mongo = await mongoHarness(this);
    folder = await mkdtemp(join(tmpdir(), "darkroom-migration-"));
    const { options } = buckets[0]!;
    env = {
      DATA_DIR: folder,
      PORT: "0",
      MONGODB_URI: mongo.uri,
      S3_ENDPOINT: options.endpoint ?? "",
      S3_REGION: options.region,
      S3_ACCESS_KEY_ID: options.accessKeyId,
      S3_SECRET_ACCESS_KEY: options.secretAccessKey,
      S3_DATASETS_BUCKET: buckets[0]!.bucket,
      S3_MODELS_BUCKET: buckets[1]!.bucket,
    };
    await withSide("source", fill);
  });
  afterEach(async () => {
    // A skipped suite has made none of them.
    for (const bucket of buckets) await bucket.remove();
    await (mongo as MongoHarness | undefined)?.dispose();
    if (folder) await rm(folder, { recursive: true });
  });

  async function withSide<T>(which: "source" | "target", work: (side: Side) => Promise<T>): Promise<T> {
    const config = parseConfig(which === "target" ? env : { DATA_DIR: folder });
    const stores = await openStores(config);
    try {
      return await work({ stores, blobs: await openBlobs(config, new SystemClock()) });
    } finally {
      await stores.close();
    }
  }

  const migrate = (changes: Record<string, string> = {}) =>
    migrateInstallation(parseConfig({ ...env, ...changes }), () => undefined);

  /** Everything that is kept on a side: records by kind, and the bytes of every blob that they name. */
  function contentOf(which: "source" | "target"): Promise<Record<string, unknown>> {
    return withSide(which, async ({ stores, blobs }) => {
      const content: Record<string, unknown> = {};
      for (const kind of RECORD_KINDS) {
        for await (const { id, value } of recordsOf(stores.archive, kind)) content[`${kind} ${id}`] = value;
      }
      for await (const { value } of recordsOf(stores.archive, "images")) {
        content[value.blobKey] = digest(await bytesOf(await blobs.datasets.get(value.blobKey)));
      }
      for await (const { value } of recordsOf(stores.archive, "models")) {
        for (const { blobKey } of value.files) {
          content[blobKey] = digest(await bytesOf(await blobs.models.get(blobKey)));
        }
      }
      return content;
    });
  }

  async function expectRefusal(work: Promise<unknown>, reason: RegExp): Promise<void> {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(MigrationRefused);
    expect((error as Error).message).to.match(reason);
  }

  it("moves everything, finds it all there when it runs again, and leaves the source as it was", async () => {
    const before = await contentOf("source");
    const first = await migrate();
    expect(first.faults).to.deep.equal([]);
    expect(first.blobs).to.include({ named: TRAININGS * 2 + 1, copied: TRAININGS * 2 + 1, present: 0 });
    expect(await contentOf("target")).to.deep.equal(before);
    expect(await contentOf("source")).to.deep.equal(before);
    const second = await migrate();
    expect(second.faults).to.deep.equal([]);
    expect(second.blobs).to.include({ copied: 0, present: TRAININGS * 2 + 1 });
    expect(second.records.every(({ source, equal, others }) => source === equal && others === 0)).to.equal(
      true,
    );
    expect(await contentOf("target")).to.deep.equal(before);
    await withSide("target", async ({ stores }) => {
      // Position 3 was given out and its image removed: it is not given out again.
      const [image] = (await stores.archive.page("images", undefined, 1)).map(({ value }) => value);
      const added = await stores.datasets.add(sampleImage(image!.trainingId));
      expect(added).to.have.nested.property("image.position", 4);
      // An update that was handled before the move is not taken again.
      expect(await stores.inbox.append([{ id: 1, body: {} }])).to.deep.equal([]);
    });
  });

  it("comes to the same end when it was killed again and again", async () => {
    const before = await contentOf("source");
    for (const lines of [1, 2, 3, 4, 5, 6, 7]) {
      await killedAfter(lines);
      expect(await contentOf("source")).to.deep.equal(before);
    }
    const { code, output } = await ended();
    expect(output).to.include("Done");
    expect(code).to.equal(0);
    expect(await contentOf("target")).to.deep.equal(before);
  });

  it("brings over what the source changed, added and deleted between two runs", async () => {
    await killedAfter(5);
    await migrate();
    await withSide("source", async ({ stores, blobs }) => {
      const [first, second] = await stores.trainings.listByStatus(["QUEUED"], 2);
      await stores.trainings.save({ ...first!, name: "changed" });
      await stores.datasets.removeAll(second!.id);
      await stores.trainings.delete(second!);
      const [image] = await stores.datasets.list(first!.id);
      await stores.datasets.setCaption(image!.id, { text: "another", source: "hand" });
      await addImage({ stores, blobs }, first!);
      await stores.users.setLocale("telegram:1", "ru");
      await stores.keyValues.write("conversations", "telegram:1/5", { after: 9 });
      await stores.keyValues.delete("progress-cards", "telegram:1/t");
      await stores.inbox.done(2);
    });
    expect((await migrate()).faults).to.deep.equal([]);
    expect(await contentOf("target")).to.deep.equal(await contentOf("source"));
  });

  it("writes nothing where the target holds later work", async () => {
    await migrate();
    const training = await withSide("target", async ({ stores }) => {
      const [found] = await stores.trainings.listByStatus(["QUEUED"], 1);
      return stores.trainings.save({ ...found!, name: "later" });
    });
    await withSide("source", ({ stores }) => stores.users.setLocale("telegram:1", "ru"));
    const before = await contentOf("target");
    await expectRefusal(migrate(), new RegExp(`trainings ${training.id}: .*newer`));
    expect(await contentOf("target")).to.deep.equal(before);
  });

  it("brings nothing back that was deleted at the target", async () => {
    await migrate();
    await withSide("target", ({ stores }) => stores.users.delete("telegram:1"));
    await expectRefusal(migrate(), /users telegram:1: .*deleted/);
    expect(await contentOf("target")).to.not.have.property("users telegram:1");
  });

  it("moves one half where one is named", async () => {
    const before = await contentOf("source");
    expect((await migrate({ S3_ENDPOINT: "" })).blobs).to.equal(undefined);
    expect((await migrate({ MONGODB_URI: "" })).records).to.deep.equal([]);
    expect(await contentOf("target")).to.deep.equal(before);
  });

  it("says so when a file that a record names is missing", async () => {
    const key = await withSide("source", async ({ stores, blobs }) => {
      const [image] = await stores.archive.page("images", undefined, 1);
      await blobs.datasets.delete(image!.value.blobKey);
      return image!.value.blobKey;
    });
    expect((await migrate()).faults).to.deep.equal([`datasets/${key}: named by a record, but not there`]);
    const { code, output } = await ended();
    expect(code).to.equal(1);
    expect(output).to.include(key);
  });

  it("refuses when there is nowhere to move to, or nothing to move", async () => {
    await expectRefusal(migrate({ MONGODB_URI: "", S3_ENDPOINT: "" }), /set MONGODB_URI, S3_ENDPOINT/);
    await expectRefusal(migrate({ DATA_DIR: join(folder, "none") }), /nothing to move/);
  });

  it("refuses while a bot answers, or held a training in the last minute", async () => {
    const server = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expectRefusal(migrate({ PORT: String(port) }), /A bot answers/);
    server.close();
    await withSide("source", ({ stores }) =>
      stores.trainings.insert(activeTraining({ workerId: "w", leaseUntil: Date.now() - 30_000 })),
    );
    await expectRefusal(migrate(), /held it in the last minute/);
    expect(await contentOf("target")).to.deep.equal({});
  });

  function start() {
    const child = spawn(process.execPath, ["--import", TSX, PROGRAM], {
      // Away from a file .env of whoever runs the tests.
      cwd: folder,
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { child, closed: once(child, "close") };
  }

  async function killedAfter(lines: number): Promise<void> {
    const { child, closed } = start();
    let left = lines;
    createInterface({ input: child.stdout }).on("line", () => {
      left -= 1;
      if (left === 0) child.kill("SIGKILL");
    });
    await closed;
    expect(child.signalCode).to.equal("SIGKILL");
  }

  async function ended(): Promise<{ code: number | null; output: string }> {
    const { child, closed } = start();
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    await closed;
    return { code: child.exitCode, output };
  }
});

function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

async function addImage({ stores, blobs }: Side, { id }: Training): Promise<void> {
  const content = randomBytes(2_000);
  const image = sampleImage(id, { contentHash: digest(content), bytes: content.length });
  const named = { ...image, blobKey: `${id}/${image.id}.jpg` };
  await blobs.datasets.put(named.blobKey, chunksOf(content), { contentType: "image/jpeg" });
  await stores.datasets.add(named);
}

/** An installation with all that may be kept, a training in every state among it. */
async function fill(side: Side): Promise<void> {
  const { stores, blobs } = side;
  const lapsed = { workerId: "w", leaseUntil: EPOCH };
  const trainings = [
    sampleTraining(),
    activeTraining(lapsed, { status: "PREPARING" }),
    activeTraining(lapsed, { status: "TRAINING", version: 12 }),
    activeTraining(lapsed, { status: "PUBLISHING" }),
    queuedTraining(EPOCH, { status: "COMPLETED", notices: [{ id: "n", kind: "completed", createdAt: 3 }] }),
    queuedTraining(EPOCH, { status: "FAILED", failure: { code: "trainer-lost", params: { n: 1 }, at: 4 } }),
    queuedTraining(EPOCH, { status: "CANCELLED" }),
  ];
  while (trainings.length < TRAININGS) trainings.push(queuedTraining(EPOCH + trainings.length));
  for (const training of trainings) {
    await stores.trainings.insert(training);
    await addImage(side, training);
    await addImage(side, training);
    const gone = sampleImage(training.id);
    await stores.datasets.add(gone);
    await stores.datasets.remove(gone.id);
  }
  const content = randomBytes(MODEL_BYTES);
  const blobKey = `${trainings[4]!.id}/lora.safetensors`;
  const file = { blobKey, fileName: "Rex.safetensors", bytes: content.length, sha256: digest(content) };
  await blobs.models.put(blobKey, chunksOf(content), { contentType: "application/octet-stream" });
  await stores.models.upsertByTraining(
    sampleModel({ trainingId: trainings[4]!.id, files: [{ ...file, role: "lora" }] }),
  );
  await stores.users.remember(sampleUser());
  await stores.keyValues.write("conversations", "telegram:1/5", { after: 1, state: { $a: ["b.c"] } });
  await stores.keyValues.write("progress-cards", "telegram:1/t", { messageId: 7 });
  await stores.inbox.append([1, 2, 3].map((id) => ({ id, body: { id } })));
  await stores.inbox.begin(2);
  await stores.inbox.done(1);
}
