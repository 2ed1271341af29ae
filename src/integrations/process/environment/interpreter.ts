import { runCommand } from "./command.js";
import { TrainerEnvironmentError } from "./environment-error.js";

/** The newest first, among those that the locked packages have wheels for. */
const CANDIDATES = ["python3.13", "python3.12", "python3.11", "python3.10", "python3", "python"];
const OLDEST_MINOR = 10;
const PROBE_TIMEOUT_MS = 20_000;
const PROBE = `
import importlib.util as u, json, platform, sys
print(json.dumps({
    "path": sys.executable, "version": platform.python_version(), "implementation": sys.implementation.name,
    "bits": sys.maxsize.bit_length() + 1, "venv": bool(u.find_spec("venv") and u.find_spec("ensurepip")),
}))`;

export interface Interpreter {
  readonly path: string;
  readonly version: string;
  /** Whether it can make virtual environments by itself; Debian ships that apart. */
  readonly venv: boolean;
}

interface ProbeResult extends Interpreter {
  readonly implementation: string;
  readonly bits: number;
}

/** Who needs a Python, and which. */
export interface PythonNeed {
  readonly name: string;
  /** The newest 3.x that its packages have wheels for. */
  readonly newestMinor: number;
  /** The variable that names a Python with the packages. */
  readonly setting: string;
}

/**
 * Finds a Python to build an environment on.
 *
 * @param uv the path of uv, where there is one: it knows more Pythons, and needs no venv module
 * @throws TrainerEnvironmentError `python-missing`, `venv-missing`
 */
export async function findInterpreter(uv: string | undefined, need: PythonNeed): Promise<Interpreter> {
  const seen: string[] = [];
  let withoutVenv: Interpreter | undefined;
  for (const candidate of [...CANDIDATES, ...(await pythonsOfUv(uv, need))]) {
    const found = await probe(candidate);
    if (!found) continue;
    seen.push(`${candidate} is ${found.implementation} ${found.version}`);
    if (!isFit(found, need.newestMinor)) continue;
    if (found.venv || uv !== undefined) return found;
    withoutVenv ??= found;
  }
  throw withoutVenv ? venvMissing(withoutVenv) : pythonMissing(seen, need);
}

/** Asks one Python what it is; undefined where it is none. */
async function probe(python: string): Promise<ProbeResult | undefined> {
  const { code, stdout } = await runCommand(python, ["-c", PROBE], { timeoutMs: PROBE_TIMEOUT_MS });
  if (code !== 0) return undefined;
  try {
    return JSON.parse(stdout) as ProbeResult;
  } catch {
    return undefined; // It said something else: not a Python that can be worked with.
  }
}

/** Whether the locked packages run on it. */
export function isFit(
  { version, implementation, bits }: Omit<ProbeResult, "path" | "venv">,
  newestMinor: number,
): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const inRange = major === 3 && minor >= OLDEST_MINOR && minor <= newestMinor;
  return implementation === "cpython" && bits === 64 && inRange;
}

async function pythonsOfUv(uv: string | undefined, { newestMinor }: PythonNeed): Promise<string[]> {
  if (uv === undefined) return [];
  const range = `>=3.${OLDEST_MINOR},<3.${newestMinor + 1}`;
  const { code, stdout } = await runCommand(uv, ["python", "find", range], { timeoutMs: PROBE_TIMEOUT_MS });
  return code === 0 ? stdout.split("\n").filter(Boolean) : [];
}

function pythonMissing(
  seen: readonly string[],
  { name, newestMinor, setting }: PythonNeed,
): TrainerEnvironmentError {
  const best = `3.${Math.min(newestMinor, 13)}`;
  const found = seen.length > 0 ? `Found only: ${seen.join("; ")}.` : "Found none.";
  return new TrainerEnvironmentError(
    "python-missing",
    `The ${name} needs 64-bit Python 3.${OLDEST_MINOR} to 3.${newestMinor}. ${found}\n` +
      `Get one: Debian or Ubuntu: apt install python3 python3-venv; macOS: brew install python@${best}; ` +
      `anywhere: install uv (https://docs.astral.sh/uv/) and run \`uv python install ${best}\`.\n` +
      `Or set ${setting} to a Python that has the packages.`,
  );
}

function venvMissing({ path, version }: Interpreter): TrainerEnvironmentError {
  const minor = version.split(".").slice(0, 2).join(".");
  return new TrainerEnvironmentError(
    "venv-missing",
    `${path} (${version}) cannot make virtual environments: its venv or ensurepip module is missing.\n` +
      `Get it: Debian or Ubuntu: apt install python3-venv (or python${minor}-venv); or install uv.`,
  );
}
