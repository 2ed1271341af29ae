import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { runCommand, type CommandResult } from "./command.js";
import { TrainerEnvironmentError } from "./environment-error.js";
import type { Interpreter } from "./interpreter.js";

/** Some gigabytes over a slow line. */
const INSTALL_TIMEOUT_MS = 60 * 60_000;
const STILL_AT_IT_MS = 20_000;

/** The path of uv, where it is installed; much quicker than pip. */
export async function findUv(): Promise<string | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, "uv");
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder && there && (await runCommand(path, ["--version"], { timeoutMs: 20_000 })).code === 0)
      return path;
  }
  return undefined;
}

/**
 * Makes an empty virtual environment; it gets a uv of its own where the host has none.
 *
 * @param uvLock a requirements file that pins uv by its hash
 */
export async function makeVenv(
  folder: string,
  base: Interpreter,
  hostUv: string | undefined,
  uvLock: string,
): Promise<void> {
  const what = "make the virtual environment";
  if (hostUv !== undefined)
    return must(what, hostUv, ["venv", "--no-project", "--python", base.path, folder]);
  await must(what, base.path, ["-m", "venv", folder]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
  await must("install uv", join(folder, "bin", "python"), [...pip, "-r", uvLock]);
}

/** Installs exactly what a lock names, each file checked against its hash; nothing is built from source. */
export async function installPackages(
  uv: string,
  python: string,
  lock: string,
  onProgress: (message: string) => void,
): Promise<void> {
  const begun = Date.now();
  const timer = setInterval(() => {
    onProgress(`still installing (${Math.round((Date.now() - begun) / 1000)} s)`);
  }, STILL_AT_IT_MS);
  try {
    const args = [
      "pip",
      "install",
      "--python",
      python,
      "--no-deps",
      "--require-hashes",
      "--no-build",
      "--compile-bytecode", // Else every start compiles for seconds what it cannot store.
      "-r",
      lock,
    ];
    await must("install the trainer's packages", uv, args, (line) => {
      if (/^\s*(Downloading|Prepared|Installed|Downloaded)\b/.test(line)) onProgress(line.trim());
    });
  } finally {
    clearInterval(timer);
  }
}

async function must(
  what: string,
  program: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<void> {
  const options = { timeoutMs: INSTALL_TIMEOUT_MS, ...(onLine && { onLine }) };
  const result = await runCommand(program, args, options);
  if (result.code !== 0) throw installError(what, result);
}

/** Tells the usual reasons apart by what uv and pip print. */
export function installError(what: string, { code, stdout, stderr }: CommandResult): TrainerEnvironmentError {
  const said = `${stdout}\n${stderr}`.trim();
  if (/no space left|os error 28|disk quota/i.test(said)) {
    return new TrainerEnvironmentError("disk-space", `Could not ${what}: the disk is full.\n${said}`);
  }
  if (
    /dns error|name resolution|failed to lookup|tcp connect|connection (refused|reset)|NewConnectionError|network is unreachable|timed out|error sending request/i.test(
      said,
    )
  ) {
    return new TrainerEnvironmentError(
      "network",
      `Could not ${what}: the package index cannot be reached. Check the network, HTTPS_PROXY and ` +
        `SSL_CERT_FILE; for a mirror set UV_DEFAULT_INDEX and PIP_INDEX_URL.\n${said}`,
    );
  }
  return new TrainerEnvironmentError(
    "install-failed",
    `Could not ${what} (exit code ${code ?? "none"}).\n${said}`,
  );
}
