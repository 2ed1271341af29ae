import { DomainError } from "../errors.js";
import { nextCheckpoint } from "./checkpoints.js";
import type { Actor, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";
import { isActive } from "./state.js";

/** What a person may ask of a training while it waits or runs; the worker that has it finds it in the record. */
export class RunControl {
  readonly #records: TrainingRecords;

  constructor(records: TrainingRecords) {
    this.#records = records;
  }

  /**
   * Lets a training run until its next checkpoint is written, and then stop. Asked again, the first answer holds.
   *
   * @returns the training, with the checkpoint's step as `stopAt`
   * @throws DomainError `not-found`, `not-yours`, `not-cancellable` unless it waits or runs, `no-checkpoint-ahead`
   */
  async stopAtCheckpoint(actor: Actor, trainingId: string): Promise<Training> {
    return this.#change(actor, trainingId, (training) => {
      if ((training.stopAt ?? 0) > (training.progress?.step ?? 0)) return training;
      const stopAt = nextCheckpoint(training);
      if (stopAt === undefined) throw new DomainError("no-checkpoint-ahead", { status: training.status });
      return { ...training, stopAt };
    });
  }

  /** Takes {@link stopAtCheckpoint} back; where it was not asked for, nothing changes. @throws as that one */
  async goOn(actor: Actor, trainingId: string): Promise<Training> {
    return this.#change(actor, trainingId, (training) =>
      training.stopAt === undefined ? training : withoutStop(training),
    );
  }

  /** Says nothing of it any more but how it ends, or everything again. @throws as {@link stopAtCheckpoint} */
  async mute(actor: Actor, trainingId: string, muted: boolean): Promise<Training> {
    return this.#change(actor, trainingId, (training) =>
      (training.muted ?? false) === muted ? training : { ...training, muted },
    );
  }

  async #change(
    actor: Actor,
    trainingId: string,
    change: (training: Training) => Training,
  ): Promise<Training> {
    await this.#records.owned(actor, trainingId, "training-changed");
    return this.#records.change(trainingId, (training) => {
      const { status } = training;
      if (status !== "QUEUED" && !isActive(status)) throw new DomainError("not-cancellable", { status });
      return change(training);
    });
  }
}

/** For a training that is to run to its end. */
function withoutStop(training: Training): Training {
  const copy: { -readonly [Key in keyof Training]: Training[Key] } = { ...training };
  delete copy.stopAt;
  return copy;
}
