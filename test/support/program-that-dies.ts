import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs a TypeScript program until it prints its first line, and kills it (SIGKILL).
 *
 * @param lifeMs how long it lives on after that line
 */
export async function runUntilFirstLine(program: string, args: readonly string[], lifeMs = 0): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const line = once(createInterface({ input: child.stdout }), "line");
  await Promise.race([
    line,
    exited.then(() => {
      throw new Error(`${program} ended before it had printed a line`);
    }),
  ]);
  if (lifeMs > 0) await delay(lifeMs);
  child.kill("SIGKILL");
  await exited;
}
