import { parseArgs } from "node:util";
import { isForbidden } from "./harness/needs.js";
import { runFaults } from "./harness/runner.js";
import { renderTable } from "./harness/tally.js";
import { SCENARIOS } from "./scenarios/index.js";

/*
 * `npm run faults`: breaks one thing at a time under a Darkroom that works, and prints what was lost, what was
 * done twice and what was left behind. Ends with 1 where any of them is not zero.
 */

const USAGE = `npm run faults -- [--only NAME[,NAME]] [--runs N] [--seed N] [--full] [--list]

  --only     these faults alone
  --runs     so many runs of each fault (2000 for the long one: --only kill-random --runs 2000)
  --seed     what instants are drawn from; the same seed draws the same
  --full     outages last as long as in life: 30 s to a minute, not some seconds
  --list     names the faults
`;
const SHORT_OUTAGE_MS = 4_000;
const FULL_OUTAGE_MS = 60_000;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    runs: { type: "string" },
    seed: { type: "string", default: "20261121" },
    full: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => process.exit(code));
}

if (values.help) print(USAGE);
else if (values.list) for (const { name, about } of SCENARIOS) print(`${name.padEnd(20)} ${about}`);
else await main();

async function main(): Promise<void> {
  const names = values.only?.split(",") ?? SCENARIOS.map(({ name }) => name);
  const chosen = SCENARIOS.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => SCENARIOS.every((scenario) => scenario.name !== name));
  if (unknown.length > 0) {
    print(`There is no fault called ${unknown.join(", ")}.\n\n${USAGE}`);
    process.exitCode = 64;
    return;
  }
  const tallies = await runFaults(chosen, {
    seed: wholeNumber("seed", values.seed),
    ...(values.runs !== undefined && { runs: wholeNumber("runs", values.runs) }),
    pace: { outageMs: values.full ? FULL_OUTAGE_MS : SHORT_OUTAGE_MS },
    say: print,
  });
  print(`\n${renderTable(tallies)}`);
  const wrong = tallies.reduce((sum, tally) => sum + tally.wrong, 0);
  const good = tallies.reduce((sum, tally) => sum + tally.runs, 0) - wrong;
  const skipped = tallies.filter((tally) => tally.skipped !== undefined).length;
  print(`\n${good} passed, ${wrong} failed${skipped > 0 ? `; ${skipped} faults skipped` : ""}`);
  const strict = tallies.some(({ skipped: lack }) => isForbidden(lack));
  if (strict) print("REQUIRE_SERVICES=1: nothing may be skipped for want of a server.");
  process.exitCode = wrong === 0 && !strict ? 0 : 1;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  print(`--${name} takes a whole number above zero, not ${text}`);
  process.exit(64);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
