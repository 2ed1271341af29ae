import type { Messenger } from "../../src/core/ports/messenger.js";
import type { Notice, TrainedModel, Training } from "../../src/core/training/model.js";

export interface Delivery {
  readonly trainingId: string;
  readonly kind: Notice["kind"];
  readonly model: string | undefined;
}

/** Keeps what it delivers; who is in `failing` cannot be reached now, who is in `gone` never again. */
export class RecordingMessenger implements Messenger {
  readonly delivered: Delivery[] = [];
  readonly failing = new Set<string>();
  readonly gone = new Set<string>();
  attempts = 0;

  deliver(training: Training, notice: Notice, model: TrainedModel | undefined) {
    this.attempts++;
    if (this.failing.has(training.id)) return Promise.reject(new Error("the network is away"));
    if (this.gone.has(training.id)) return Promise.resolve("undeliverable" as const);
    this.delivered.push({ trainingId: training.id, kind: notice.kind, model: model?.id });
    return Promise.resolve("delivered" as const);
  }
}
