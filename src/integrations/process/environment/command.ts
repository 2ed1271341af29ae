import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { withoutSecrets } from "../child-environment.js";

/** What a program left behind. `code` is undefined when it could not be started or was killed. */
export interface CommandResult {
  readonly code: number | undefined;
  readonly stdout: string;
  /** The last lines of standard error. */
  readonly stderr: string;
}

const KEPT_ERROR_LINES = 60;
const KEPT_OUTPUT_LINES = 1000;

/**
 * Runs a program without a shell and without the bot's secrets.
 *
 * @param onLine is given every line of standard error as it comes
 */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: {
    timeoutMs: number;
    environment?: NodeJS.ProcessEnv;
    onLine?: (line: string) => void;
    /** Ends the program when it aborts. */
    signal?: AbortSignal;
  },
): Promise<CommandResult> {
  const child = spawn(program, args, {
    env: { ...withoutSecrets(process.env, ["PIP_", "UV_"]), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Not the option of spawn: its timer stays behind when there is no such program.
  const kill = (): unknown => child.kill("SIGKILL");
  const timer = setTimeout(kill, options.timeoutMs);
  options.signal?.addEventListener("abort", kill);
  if (options.signal?.aborted === true) kill();
  const stdout: string[] = [];
  const stderr: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (stdout.length < KEPT_OUTPUT_LINES) stdout.push(line);
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    stderr.push(line);
    if (stderr.length > KEPT_ERROR_LINES) stderr.shift();
    options.onLine?.(line);
  });
  const code = await new Promise<number | undefined>((resolve) => {
    child.once("error", (error) => {
      stderr.push(error.message);
      resolve(undefined);
    });
    child.once("close", (status) => {
      resolve(status ?? undefined);
    });
  });
  clearTimeout(timer);
  options.signal?.removeEventListener("abort", kill);
  return { code, stdout: stdout.join("\n"), stderr: stderr.join("\n") };
}
