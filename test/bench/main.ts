/*
 * All benches, one after the other; each prints its own table of ratios. `npm run bench`. The upload takes part where
 * S3_TEST_ENDPOINT is set, and MongoDB's claims and postings where MONGODB_TEST_URI is.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A bench, with arguments that keep it at some minutes; each of them can be started by itself with others. */
interface Bench {
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
  /** What node itself is started with. */
  readonly node?: readonly string[];
  readonly needs?: string;
}

const BENCHES: readonly Bench[] = [
  { title: "Claims of a training from the queue", program: "claims.ts", args: ["300"] },
  { title: "Share of time that slots train", program: "slots.ts", args: ["200", "4"] },
  { title: "From a photo to its verdict", program: "verdict.ts", args: ["15"] },
  {
    title: "Updates through the whole bot, and open conversations",
    program: "conversations.ts",
    args: ["1000", "3"],
    node: ["--expose-gc"],
  },
  { title: "Postings of points", program: "ledger.ts", args: ["1000"] },
  { title: "Upload of a model", program: "upload.ts", args: ["512"], needs: "S3_TEST_ENDPOINT" },
];

for (const { title, program, args, node = [], needs } of BENCHES) {
  process.stdout.write(`\n## ${title}\n\n`);
  if (needs !== undefined && process.env[needs] === undefined) {
    process.stdout.write(`left out: ${needs} is not set\n`);
    continue;
  }
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [...node, "--import", "tsx", path, ...args], { stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) process.exitCode = 1;
}
