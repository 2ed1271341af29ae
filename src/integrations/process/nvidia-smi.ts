import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { GPU_QUERY, parseGpus, type Gpu } from "../../core/ports/slots.js";

const run = promisify(execFile);
const QUERY_TIMEOUT_MS = 20_000;

/** The NVIDIA GPUs of this host. */
export async function queryGpus(): Promise<Gpu[]> {
  try {
    return parseGpus((await run("nvidia-smi", [...GPU_QUERY], { timeout: QUERY_TIMEOUT_MS })).stdout);
  } catch {
    return []; // No driver, or one that does not answer: nothing to train on.
  }
}
