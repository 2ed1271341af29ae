import type { Logger } from "../ports/logger.js";
import type { Training } from "./model.js";
import type { Status } from "./state.js";

/** What happens to a training, for whoever shows it. Nothing is owed to a listener: what must arrive is a notice. */
export type TrainingEvent =
  | { readonly type: "queued"; readonly training: Training }
  /** A worker brought it into another state, after so many seconds in the one before. */
  | { readonly type: "moved"; readonly training: Training; readonly from: Status; readonly seconds: number }
  | { readonly type: "progress"; readonly training: Training }
  | { readonly type: "sample"; readonly training: Training; readonly step: number; readonly path: string }
  /** Its record is gone, and its photos with it. */
  | { readonly type: "deleted"; readonly training: Training }
  /** It has ended: completed, failed or cancelled. Once for each training, by whoever ended it. */
  | { readonly type: "notice"; readonly training: Training };

export type TrainingListener = (event: TrainingEvent) => void | Promise<void>;

/** Hands events to listeners within the process. A listener that fails is logged and harms nobody else. */
export class TrainingEvents {
  readonly #listeners = new Set<TrainingListener>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Gives the function that ends the subscription. */
  subscribe(listener: TrainingListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(event: TrainingEvent): void {
    for (const listener of this.#listeners) {
      void Promise.resolve()
        .then(() => listener(event))
        .catch((error: unknown) => {
          this.#logger.error("a listener failed", { event: event.type, training: event.training.id, error });
        });
    }
  }
}
