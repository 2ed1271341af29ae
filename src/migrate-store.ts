import { existsSync } from "node:fs";
import { migrateInstallation } from "./composition/migration.js";
import { ConfigError, parseConfig } from "./config.js";
import type { MigrationReport } from "./core/migration/migrate-store.js";
import { MigrationRefused } from "./core/migration/refused.js";

/** sysexits.h: the configuration is wrong. */
const EXIT_CONFIG = 64;

await main();

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  try {
    const report = await migrateInstallation(parseConfig(process.env), say);
    show(report);
    if (report.faults.length > 0) process.exitCode = 1;
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1;
    process.stderr.write(`${reasonOf(error)}\n`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof MigrationRefused) return `Refused; the source is as it was.\n${reason}`;
  return `The migration did not come to its end: ${reason}\nNothing is lost; run it again.`;
}

function show({ records, faults }: MigrationReport): void {
  for (const { kind, source, equal, others } of records) {
    say(`verified ${kind}: ${equal} of ${source}${others > 0 ? `, and ${others} of the target's own` : ""}`);
  }
  if (faults.length === 0) {
    say("Done: all that was asked for is at the target, and every file that a record names is there.");
    return;
  }
  say(`Not all is well; the source is still there:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
