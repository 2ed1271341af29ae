import { runCommand } from "./command.js";
import { TrainerEnvironmentError } from "./environment-error.js";

/** The newest first, among those that the locked packages have wheels for. */
const CANDIDATES = ["python3.13", "python3.12", "python3.11", "python3.10", "python3", "python"];
const OLDEST = [3, 10] as const;
const NEWEST = [3, 14] as const;
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

/**
 * Finds a Python to build the trainer's environment on.
 *
 * @param uv the path of uv, where there is one: it knows more Pythons, and needs no venv module
 * @throws TrainerEnvironmentError `python-missing`, `venv-missing`
 */
export async function findInterpreter(uv: string | undefined): Promise<Interpreter> {
  const seen: string[] = [];
  let withoutVenv: Interpreter | undefined;
  for (const candidate of [...CANDIDATES, ...(await pythonsOfUv(uv))]) {
    const found = await probe(candidate);
    if (!found) continue;
    seen.push(`${candidate} is ${found.implementation} ${found.version}`);
    if (!isFit(found)) continue;
    if (found.venv || uv !== undefined) return found;
    withoutVenv ??= found;
  }
  throw withoutVenv ? venvMissing(withoutVenv) : pythonMissing(seen);
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
export function isFit({ version, implementation, bits }: Omit<ProbeResult, "path" | "venv">): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const inRange = major === OLDEST[0] && minor >= OLDEST[1] && minor <= NEWEST[1];
  return implementation === "cpython" && bits === 64 && inRange;
}

async function pythonsOfUv(uv: string | undefined): Promise<string[]> {
  if (uv === undefined) return [];
  const range = `>=${OLDEST.join(".")},<${NEWEST[0]}.${NEWEST[1] + 1}`;
  const { code, stdout } = await runCommand(uv, ["python", "find", range], { timeoutMs: PROBE_TIMEOUT_MS });
  return code === 0 ? stdout.split("\n").filter(Boolean) : [];
}

function pythonMissing(seen: readonly string[]): TrainerEnvironmentError {
  const found = seen.length > 0 ? `Found only: ${seen.join("; ")}.` : "Found none.";
  return new TrainerEnvironmentError(
    "python-missing",
    `The trainer needs 64-bit Python ${OLDEST.join(".")} to ${NEWEST.join(".")}. ${found}\n` +
      "Get one: Debian or Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.13; " +
      "anywhere: install uv (https://docs.astral.sh/uv/) and run `uv python install 3.13`.\n" +
      "Or set TRAINER_PYTHON to a Python that has the trainer's packages.",
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
