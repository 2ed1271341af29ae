import type { ByteStream } from "./blob-store.js";

/** The folder of one job. Paths are relative to it and never leave it (a TypeError otherwise). */
export interface Workspace {
  /** The folder on this host, absolute. */
  readonly folder: string;
  writeText(path: string, text: string): Promise<void>;
  writeBytes(path: string, content: ByteStream): Promise<void>;
  /** @throws DomainError `not-found` */
  read(path: string): Promise<ByteStream>;
  exists(path: string): Promise<boolean>;
  remove(): Promise<void>;
}

export interface Workspaces {
  /** Opens the job's folder and makes it where it is not there. */
  open(jobId: string): Promise<Workspace>;
  /** Ids of the jobs that have a folder. */
  list(): Promise<string[]>;
}
