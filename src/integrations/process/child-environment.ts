import { availableParallelism } from "node:os";
import type { Slot } from "../../core/ports/job-runtime.js";

/**
 * What a trainer may know of the bot's environment. A list of what is allowed, because a list of secrets is
 * never whole: tokens, keys and database addresses stay behind.
 */
const ALLOWED = new Set([
  ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "XDG_CACHE_HOME"],
  ...[
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "CUDA_HOME",
    "CUDA_PATH",
    "CUDA_CACHE_PATH",
    "TRITON_CACHE_DIR",
  ],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"],
  ...[
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
  ],
  ...["HF_HUB_OFFLINE", "HF_ENDPOINT", "HF_HUB_DOWNLOAD_TIMEOUT", "HF_HUB_ETAG_TIMEOUT"],
]);
const ALLOWED_PREFIXES = ["LC_", "NVIDIA_", "NCCL_", "PYTORCH_", "MKL_", "KMP_"];

export interface TrainerVariables {
  readonly trainerFolder: string;
  readonly temporaryFolder: string;
  readonly slot: Slot;
  /** How many trainers share this machine's cores. */
  readonly slotCount: number;
}

/** The environment of a trainer process: allowed variables of this one, and what the slot decides. */
export function trainerEnvironment(host: NodeJS.ProcessEnv, job: TrainerVariables): NodeJS.ProcessEnv {
  const threads = Math.max(1, Math.floor(availableParallelism() / Math.max(1, job.slotCount)));
  return {
    ...withoutSecrets(host),
    PYTHONPATH: job.trainerFolder,
    PYTHONUNBUFFERED: "1",
    TMPDIR: job.temporaryFolder,
    OMP_NUM_THREADS: String(threads),
    // Numbers then mean what nvidia-smi shows, not "the fastest first".
    CUDA_DEVICE_ORDER: "PCI_BUS_ID",
    CUDA_VISIBLE_DEVICES: job.slot.kind === "gpu" ? (job.slot.device ?? "") : "",
  };
}

/** The variables of this program that a child may see; `prefixes` adds those of the child's own tool. */
export function withoutSecrets(host: NodeJS.ProcessEnv, prefixes: readonly string[] = []): NodeJS.ProcessEnv {
  const starts = [...ALLOWED_PREFIXES, ...prefixes];
  return Object.fromEntries(
    Object.entries(host).filter(
      ([name]) => ALLOWED.has(name) || starts.some((prefix) => name.startsWith(prefix)),
    ),
  );
}
