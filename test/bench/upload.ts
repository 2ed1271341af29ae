/*
 * An upload through S3BlobStore against the SDK's bare multipart upload, in turns on the same server. Each
 * upload is a process of its own, so that its peak of memory is its own; the store also hashes and counts.
 * `node --import tsx test/bench/upload.ts [MiB]`, with S3_TEST_ENDPOINT, S3_TEST_ACCESS_KEY_ID and
 * S3_TEST_SECRET_ACCESS_KEY in the environment (`eval "$(test/support/servers/s3.sh FOLDER)"`).
 */
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand, DeleteBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { S3BlobStore } from "../../src/integrations/s3/s3-blob-store.js";
import { createS3Client, type S3Options } from "../../src/integrations/s3/s3-client.js";

const ROUNDS = 5;
const KEY = "bench/model.safetensors";
const CONTENT_TYPE = "application/octet-stream";

type Way = "store" | "bare";

interface Measured {
  readonly seconds: number;
  readonly peakMiB: number;
}

/** Bytes that do not compress, in chunks as a file is read. */
async function* content(mebibytes: number): AsyncGenerator<Uint8Array> {
  const chunk = randomBytes(64 * 1024);
  for (let index = 0; index < mebibytes * 16; index++) {
    chunk.writeUInt32LE(index);
    yield await Promise.resolve(Buffer.from(chunk));
  }
}

function readOptions(): S3Options {
  const { S3_TEST_ENDPOINT, S3_TEST_ACCESS_KEY_ID, S3_TEST_SECRET_ACCESS_KEY } = process.env;
  if (!S3_TEST_ENDPOINT || !S3_TEST_ACCESS_KEY_ID || !S3_TEST_SECRET_ACCESS_KEY) {
    throw new Error("set S3_TEST_ENDPOINT, S3_TEST_ACCESS_KEY_ID and S3_TEST_SECRET_ACCESS_KEY");
  }
  return {
    endpoint: S3_TEST_ENDPOINT,
    region: "us-east-1",
    accessKeyId: S3_TEST_ACCESS_KEY_ID,
    secretAccessKey: S3_TEST_SECRET_ACCESS_KEY,
  };
}

const uploads: Record<Way, (options: S3Options, bucket: string, mebibytes: number) => Promise<unknown>> = {
  store: (options, bucket, mebibytes) =>
    new S3BlobStore({ client: createS3Client(options), bucket }).put(KEY, content(mebibytes), {
      contentType: CONTENT_TYPE,
    }),
  bare: ({ endpoint, region, accessKeyId, secretAccessKey }, bucket, mebibytes) =>
    new Upload({
      client: new S3Client({
        ...(endpoint === undefined ? {} : { endpoint }),
        region,
        forcePathStyle: true,
        credentials: { accessKeyId, secretAccessKey },
      }),
      params: {
        Bucket: bucket,
        Key: KEY,
        ContentType: CONTENT_TYPE,
        Body: Readable.from(content(mebibytes)),
      },
    }).done(),
};

/** The child's side: one upload, then what it took. */
async function measureHere(way: Way, bucket: string, mebibytes: number): Promise<void> {
  const options = readOptions();
  const started = performance.now();
  await uploads[way](options, bucket, mebibytes);
  const seconds = (performance.now() - started) / 1000;
  process.send?.({ seconds, peakMiB: process.resourceUsage().maxRSS / 1024 } satisfies Measured);
}

async function measure(way: Way, bucket: string, mebibytes: number): Promise<Measured> {
  const child = fork(fileURLToPath(import.meta.url), ["--child", way, bucket, String(mebibytes)], {
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  const [measured] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`the ${way} upload exited with ${String(code)}`);
    }),
  ])) as [Measured];
  child.kill();
  return measured;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function compare(mebibytes: number): Promise<void> {
  const client = createS3Client(readOptions());
  const bucket = `darkroom-bench-${randomBytes(4).toString("hex")}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const results: Record<Way, Measured[]> = { store: [], bare: [] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      for (const way of ["bare", "store"] as const) results[way].push(await measure(way, bucket, mebibytes));
    }
  } finally {
    await new S3BlobStore({ client, bucket }).delete(KEY);
    await client.send(new DeleteBucketCommand({ Bucket: bucket }));
    client.destroy();
  }
  print(mebibytes, results);
}

function print(mebibytes: number, results: Record<Way, Measured[]>): void {
  const seconds = (way: Way) => median(results[way].map((each) => each.seconds));
  const lines = [`upload of ${mebibytes} MiB, median of ${ROUNDS}`];
  for (const way of ["bare", "store"] as const) {
    const peak = Math.max(...results[way].map((each) => each.peakMiB));
    const rate = (mebibytes / seconds(way)).toFixed(0);
    lines.push(`${way.padEnd(6)} ${rate.padStart(6)} MiB/s  peak of memory ${peak.toFixed(0)} MiB`);
  }
  lines.push(`store / bare: ${(seconds("bare") / seconds("store")).toFixed(2)} of the rate`);
  process.stdout.write(`${lines.join("\n")}\n`);
}

const [first, way, bucket, size] = process.argv.slice(2);
if (first === "--child") await measureHere(way as Way, bucket ?? "", Number(size));
else await compare(Number(first ?? 256));
