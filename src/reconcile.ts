import { existsSync } from "node:fs";
import { checkBooks } from "./composition/books.js";
import { ConfigError, parseConfig } from "./config.js";

/** sysexits.h: the configuration is wrong. */
const EXIT_CONFIG = 64;

await main();

async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  try {
    const { right, lines } = await checkBooks(parseConfig(process.env));
    process.stdout.write(`${lines.join("\n")}\n`);
    if (!right) process.exitCode = 1;
  } catch (error) {
    process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : 1;
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      error instanceof ConfigError ? `${reason}\n` : `The books were not checked: ${reason}\n`,
    );
  }
}
