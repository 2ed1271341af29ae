import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureTrainerEnvironment } from "../src/integrations/process/environment/trainer-environment.js";

/*
 * `npm test`: the checks of the code, the suites with the core's coverage, and the trainer's own tests. It runs
 * all of them whatever fails, says what was skipped, and ends with one line of totals.
 */

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const TRAINER = join(ROOT, "docker", "trainer");
const BIN = join(ROOT, "node_modules", ".bin");
const STRICT = process.env["REQUIRE_SERVICES"] === "1";
const SUITES = ["unit", "contract", "integration", "e2e"].map((suite) => `test/${suite}/**/*.test.ts`);
const FAULT_SUITE = "test/faults/**/*.test.ts";
/** So many seeded kills on top of the suites' few, which take minutes; none unless told. */
const FAULT_RUNS = process.env["FAULT_RUNS"] ?? "";
/** Share of the core's lines that the suites must run, in percent. */
const CORE_LINES = 90;

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** What the counting reporter leaves. */
interface MochaTotals {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  readonly failed: readonly string[];
}

interface Result {
  readonly code: number;
  readonly output: string;
}

const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
const notes: string[] = [];
/** Said again at the end: what was printed in the middle of thousands of lines is easily lost. */
const failed: string[] = [];

// The linter takes as long as all the others.
const [python] = await Promise.all([trainerPython(), lint(), otherStaticChecks()]);
// The suites wait more than they compute: the two halves below take about as long as each other on two cores.
await Promise.all([suites(), trainerAndFaults()]);

for (const note of notes) print(note);
if (failed.length > 0) print(`\nFailed\n${failed.map((name) => `✗ ${name}`).join("\n")}`);
if (STRICT && totals.skipped > 0) {
  print("REQUIRE_SERVICES=1: nothing may be skipped.");
  totals.failed += totals.skipped;
}
print(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`,
);
process.exitCode = totals.failed === 0 ? 0 : 1;

async function trainerAndFaults(): Promise<void> {
  if (python !== undefined) await trainer(python);
  await faultSuite();
  if (FAULT_RUNS !== "") await kills(FAULT_RUNS);
}

async function lint(): Promise<void> {
  await staticCheck("lint", "eslint", [".", "--cache", "--cache-location", "node_modules/.cache/eslint/"]);
}

async function otherStaticChecks(): Promise<void> {
  await staticCheck("types", "tsc", ["--noEmit"]);
  await staticCheck("format", "prettier", ["--check", "--cache", "--log-level", "warn", "."]);
  await staticCheck("layers", "depcruise", ["--config", ".dependency-cruiser.cjs", "src", "test", "scripts"]);
  await staticCheck("dead code", "knip", []);
}

async function staticCheck(name: string, tool: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(join(BIN, tool), args, { echo: false });
  count(name, code === 0);
  if (code !== 0) print(output.trimEnd());
}

async function suites(): Promise<void> {
  print("\nSuites");
  const coverage = [
    "--all",
    "--include=src/core/**",
    "--reporter=text-summary",
    "--check-coverage",
    `--lines=${CORE_LINES}`,
    "--statements=0",
    "--branches=0",
    "--functions=0",
  ];
  const mocha = [join(BIN, "mocha"), "--require", "./test/support/own-coverage.cjs", ...SUITES];
  const output = await counted("c8", [...coverage, ...mocha], { echo: true });
  count(`core coverage of at least ${CORE_LINES}% of lines`, !output.includes("ERROR: Coverage"));
}

/** What it prints comes when it has ended: the other suites print all the time. */
async function faultSuite(): Promise<void> {
  const output = await counted("mocha", [FAULT_SUITE], { echo: false });
  print(`\nFault suite\n${output}`);
}

/** Runs mocha, counts its tests, and gives what it printed. */
async function counted(tool: string, args: readonly string[], { echo }: { echo: boolean }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "darkroom-totals-"));
  const file = join(folder, "mocha.json");
  // A server that never answers an aborted upload would hold the run for ever.
  const reporter = ["--reporter", "test/support/counting-reporter.cjs", "--exit"];
  const env = { TEST_TOTALS: file };
  const { code, output } = await run(join(BIN, tool), [...args, ...reporter], { echo, env });
  const mocha = await readTotals(file);
  await rm(folder, { recursive: true });
  totals.passed += mocha.passes;
  totals.failed += mocha.failures;
  totals.skipped += mocha.pending;
  failed.push(...mocha.failed);
  if (mocha.passes === 0) count("suites ran", false);
  const reasons = [...new Set(output.match(/skipped: .+/g) ?? [])];
  if (mocha.pending > 0)
    notes.push(`${mocha.pending} tests skipped (${reasons.join("; ") || "no reason given"})`);
  if (code !== 0 && mocha.failures === 0) print(`${tool} ended with ${code}`);
  return output;
}

/** Each run counts as a test: a training from /train to its last message, with a kill -9 on the way. */
async function kills(runs: string): Promise<void> {
  print("\nKills");
  const program = ["--import", "tsx", "test/faults/main.ts", "--only", "kill-random", "--runs", runs];
  const { code, output } = await run(process.execPath, program, { echo: true });
  const [, passed = "0", failures = "0"] = /(\d+) passed, (\d+) failed/.exec(output.slice(-500)) ?? [];
  totals.passed += Number(passed);
  totals.failed += Number(failures);
  if (code !== 0 && failures === "0") count("kills", false);
}

async function readTotals(file: string): Promise<MochaTotals> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as MochaTotals;
  } catch (error) {
    // The runner itself fell over before it could count.
    return { passes: 0, failures: 1, pending: 0, failed: [`no totals from the suites: ${String(error)}`] };
  }
}

/** Before the suites, for the demo among them trains for real; undefined when it cannot be had. */
async function trainerPython(): Promise<string | undefined> {
  try {
    return await ensureTrainerEnvironment({
      python: process.env["TRAINER_PYTHON"],
      requirementsFolder: join(TRAINER, "requirements"),
      gpu: false,
      dev: true,
      onProgress: print,
    });
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    count("trainer environment", false);
    return undefined;
  }
}

/** What it prints comes when it has ended: the suites print all the time. */
async function trainer(python: string): Promise<void> {
  const inTrainer = { cwd: TRAINER, echo: false, env: { OMP_NUM_THREADS: "1" } };
  const lint = await run(python, ["-m", "ruff", "check", "."], inTrainer);
  const format = await run(python, ["-m", "ruff", "format", "--check", "."], inTrainer);
  const { code, output } = await run(python, ["-m", "pytest", "-rsfE", "-p", "no:cacheprovider"], inTrainer);
  print(`\nTrainer\n${lint.output}${format.output}${output}`);
  count("ruff check", lint.code === 0);
  count("ruff format", format.code === 0);
  const number = (word: string): number =>
    Number([...output.slice(-2000).matchAll(new RegExp(`(\\d+) ${word}`, "g"))].at(-1)?.[1] ?? 0);
  totals.passed += number("passed");
  totals.failed += number("failed") + number("errors?");
  totals.skipped += number("skipped");
  failed.push(...(output.match(/^(?:FAILED|ERROR) .+$/gm) ?? []));
  for (const [, reason = ""] of output.matchAll(/^SKIPPED \[\d+\] (.+)$/gm))
    notes.push(`trainer test skipped: ${reason}`);
  if (code !== 0 && number("failed") + number("errors?") === 0) count("pytest", false);
}

function count(name: string, good: boolean): void {
  if (good) totals.passed++;
  else {
    totals.failed++;
    failed.push(name);
  }
  print(`${good ? "✓" : "✗"} ${name}`);
}

/** Runs a program, with what it prints collected, and shown as it comes when `echo` is set. */
async function run(
  program: string,
  args: readonly string[],
  options: { echo: boolean; cwd?: string; env?: Record<string, string> },
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        output += text;
        if (options.echo) process.stdout.write(text);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
