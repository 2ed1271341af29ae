/** Whether a process runs; unknown when that cannot be seen from here, as on another machine. */
export type ProcessState = "running" | "ended" | "unknown";

/** Sees the processes of this machine. */
export interface ProcessWatch {
  /** What names this process to others: JSON, only to be given to {@link stateOf}. */
  mark(): Promise<unknown>;
  /** How it is with the process of this mark. */
  stateOf(mark: unknown): Promise<ProcessState>;
}
