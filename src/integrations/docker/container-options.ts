import type Docker from "dockerode";
import type { JobSpec } from "../../core/ports/job-runtime.js";
import { containerName, labelsOf } from "./labels.js";

/** The engine's name for having no network. */
export const NO_NETWORK = "none";
const GIB = 1024 ** 3;
/** What the trainer's contract gives it to write a checkpoint after SIGTERM, in seconds. */
export const STOP_GRACE_SECONDS = 60;
/** Torch, tokenizers and the data's loader make some dozens of threads a core. */
const PIDS_LIMIT = 2048;
/** Workers hand images over in shared memory; Docker's default of 64 MB breaks them. */
const SHM_BYTES = 2 * GIB;
const TMP_BYTES = 4 * GIB;
/** The engine keeps this many files of this size: more output than any training prints. */
const LOG_LIMIT = { "max-size": "64m", "max-file": "4" };

export interface ContainerSettings {
  readonly image: string;
  readonly mounts: Docker.MountConfig;
  /** As the container sees it. */
  readonly hubTokenFile?: string;
  /** "uid:gid" that owns the job's output. */
  readonly user: string;
  /** {@link NO_NETWORK} once the weights are cached. */
  readonly network: string;
  readonly memoryBytes: number;
  /** Cores a trainer may count on. */
  readonly threads: number;
}

/** A trainer's container: it sees its job, the weights and a temporary folder, and may write no more than it must. */
export function containerOptions(spec: JobSpec, settings: ContainerSettings): Docker.ContainerCreateOptions {
  const token = settings.hubTokenFile === undefined ? [] : ["--hub-token-file", settings.hubTokenFile];
  return {
    name: containerName(spec.jobId),
    Image: settings.image,
    Cmd: ["train", "--job", "/job", "--models", "/models", ...token],
    Labels: labelsOf(spec),
    User: settings.user,
    Env: environmentOf(spec, settings),
    StopSignal: "SIGTERM",
    StopTimeout: STOP_GRACE_SECONDS,
    HostConfig: {
      Mounts: settings.mounts,
      DeviceRequests: deviceRequests(spec),
      NetworkMode: settings.network,
      ReadonlyRootfs: true,
      // Kernels are compiled and loaded there, hence exec.
      Tmpfs: { "/tmp": `rw,exec,nosuid,nodev,size=${TMP_BYTES},mode=1777` },
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Memory: settings.memoryBytes,
      MemorySwap: settings.memoryBytes,
      PidsLimit: PIDS_LIMIT,
      ShmSize: SHM_BYTES,
      Ulimits: [{ Name: "core", Soft: 0, Hard: 0 }],
      Init: true,
      AutoRemove: false,
      RestartPolicy: { Name: "no" },
      LogConfig: { Type: "json-file", Config: LOG_LIMIT },
    },
  };
}

function deviceRequests({ slot }: JobSpec): Docker.DeviceRequest[] {
  if (slot.kind === "cpu" || slot.device === undefined) return [];
  return [{ DeviceIDs: [slot.device], Capabilities: [["gpu"]] }];
}

function environmentOf({ slot }: JobSpec, { threads }: ContainerSettings): string[] {
  return [
    ...["HOME=/tmp", "TMPDIR=/tmp", "PYTHONUNBUFFERED=1", `OMP_NUM_THREADS=${threads}`],
    ...(slot.kind === "cpu" ? ["CUDA_VISIBLE_DEVICES="] : []),
  ];
}
