import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A TypeScript program that runs as a process of its own. */
export interface Child {
  /** Every line that it has printed so far. */
  readonly lines: readonly string[];
  /** Resolves when it has printed this many lines; rejects when it ends before. */
  printed(count: number): Promise<void>;
  /** Lets it go on from where it waits. */
  go(): void;
  /** SIGKILL: it has no chance to tidy up. */
  kill(): void;
  /** Resolves when it has ended and all it printed was read. */
  ended(): Promise<{ code: number | null; errors: string }>;
}

export function startChild(program: URL, ...args: string[]): Child {
  const path = fileURLToPath(program);
  const child = spawn(process.execPath, ["--import", "tsx", path, ...args], { stdio: "pipe" });
  const lines: string[] = [];
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  // Writing to one that was killed is no news.
  child.stdin.on("error", () => undefined);
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const closed = once(child, "close");
  return {
    lines,
    async printed(count) {
      while (lines.length < count) {
        await Promise.race([once(reader, "line"), closed]);
        if (child.exitCode !== null && lines.length < count) {
          throw new Error(`${path} ended with ${child.exitCode} after ${lines.length} lines: ${errors}`);
        }
      }
    },
    go: () => void child.stdin.write("go\n"),
    kill: () => void child.kill("SIGKILL"),
    async ended() {
      await closed;
      return { code: child.exitCode, errors };
    },
  };
}
