/** Names of files that live no longer than the process that made them. */
export interface TemporaryNames {
  /** A name that nothing else uses: `[A-Za-z0-9_.-]`. */
  next(): string;
  /** Whether this is the name of a file whose process is known to be gone; false for all other names. */
  isAbandoned(name: string): boolean;
}
