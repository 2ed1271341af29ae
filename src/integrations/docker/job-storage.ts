import type Docker from "dockerode";
import type { JobSpec } from "../../core/ports/job-runtime.js";

/** A job whose files the engine can see. */
export interface PlacedJob {
  readonly mounts: Docker.MountConfig;
  /** "uid:gid" that may write the output and the weights. */
  readonly user: string;
  /** Where the trainer finds the hub's token, as its container sees it. */
  readonly hubTokenFile?: string;
  /** Whether the models folder has this file or folder (a path relative to it). */
  has(path: string): Promise<boolean>;
  /** To be called once the container is made; false when another program has taken the files away meanwhile. */
  settle(): Promise<boolean>;
  /** Removes what was placed for a container that was not made. */
  discard(): Promise<void>;
}

/** How a job's folder gets to where the engine runs, and its results back. */
export interface JobStorage {
  /** Can be done again after it broke off in the middle. */
  place(spec: JobSpec): Promise<PlacedJob>;
  /** Brings the output of an ended job into its folder. Can be done again; what it left half done is not seen. */
  fetchResults(jobId: string, container: Docker.Container): Promise<void>;
  /** Brings one file of a running job's output, a path relative to it, unless it is there already. */
  fetchFile(jobId: string, container: Docker.Container, path: string): Promise<void>;
  /** Removes what the engine keeps of a job whose container is gone. */
  remove(jobId: string): Promise<void>;
  /** The same, but only what a program that died left behind. */
  removeAbandoned(jobId: string): Promise<void>;
  /** Ids of this worker's jobs of which the engine keeps something. */
  list(): Promise<string[]>;
}
