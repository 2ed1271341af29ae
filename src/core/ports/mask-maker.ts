/** What came of making masks. */
export interface MaskReport {
  /** Images on which nobody was found: their mask is white, so that all of them is learned. */
  readonly nobody: number;
}

/** Finds persons on a job's images, so that they alone are learned, and not what is around them. */
export interface MaskMaker {
  /** Gets ready what it needs (an environment, an image); may take minutes the first time. */
  prepare(onProgress: (message: string) => void): Promise<void>;
  /**
   * Writes `dataset/NNNN.mask.png` for every image of the job that has none, as the trainer's contract wants them.
   * Broken off, by a crash too, it can be done again; half a mask is never seen.
   *
   * @param folder the job's, on this host, absolute
   * @throws DomainError `masks-unavailable`, `trainer-away`, `disk-full`; the signal's reason when it aborts, and
   *   then nothing of it runs any more
   */
  make(job: { readonly jobId: string; readonly folder: string }, signal: AbortSignal): Promise<MaskReport>;
}
