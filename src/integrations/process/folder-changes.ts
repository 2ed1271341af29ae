import { watch, type FSWatcher } from "node:fs";

/** Between looks when the system tells of changes by itself (a change may still be missed). */
const WATCHED_POLL_MS = 500;
/** Between looks when it does not: no inotify handles left, a network disk. */
const BLIND_POLL_MS = 100;

/** Tells when something in a folder has changed, or may have. */
export class FolderChanges implements Disposable {
  #watcher: FSWatcher | undefined;
  #changed = false;
  #wake: (() => void) | undefined;

  constructor(folder: string) {
    try {
      this.#watcher = watch(folder, { persistent: false }, () => {
        this.#notify();
      });
      this.#watcher.on("error", () => {
        this.#stopWatching();
      });
    } catch {
      this.#watcher = undefined; // Polling alone, more often.
    }
  }

  /** Resolves at a change since the last call, after the poll interval, or when the signal aborts. */
  async next(signal: AbortSignal): Promise<void> {
    if (!this.#changed && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, this.#watcher ? WATCHED_POLL_MS : BLIND_POLL_MS);
        this.#wake = wake;
        signal.addEventListener("abort", wake, { once: true });
      });
    }
    this.#changed = false;
  }

  [Symbol.dispose](): void {
    this.#stopWatching();
  }

  #notify(): void {
    this.#changed = true;
    this.#wake?.();
  }

  #stopWatching(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
