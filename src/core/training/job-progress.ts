import { isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { Workspace } from "../ports/workspace.js";
import { CheckpointReached } from "./checkpoints.js";
import type { TrainingEvents } from "./events.js";
import { LeaseEnded, type Lease } from "./lease.js";
import { withLoss } from "./losses.js";
import type { Progress, Training } from "./model.js";
import { isSame, withSample, type DrawnSample, type SampleStore } from "./samples.js";
import type { TrainerEvent } from "./trainer-protocol.js";

/** Progress is kept in the record this often, for pages and estimates; listeners get every step. */
const KEEP_PROGRESS_MS = 5_000;

type Told<Kind extends TrainerEvent["event"]> = Extract<TrainerEvent, { event: Kind }>;

/** How far a job's training has come, by what its trainer tells: told on, and kept in the record now and then. */
export class JobProgress {
  readonly #events: TrainingEvents;
  readonly #samples: SampleStore;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #lease: Lease;
  readonly #workspace: Workspace;
  #training: Training;
  #keptAt = 0;
  /** Prompts in the order in which the trainer draws them. */
  #prompts: string[] = [];
  /** Drawn where the runtime works, and not on this host yet. */
  #awaited: DrawnSample[] = [];
  /** The step of the newest checkpoint. */
  #storedAt = 0;

  constructor(
    deps: { events: TrainingEvents; samples: SampleStore; clock: Clock; logger: Logger },
    lease: Lease,
    workspace: Workspace,
    training: Training,
  ) {
    this.#events = deps.events;
    this.#samples = deps.samples;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#lease = lease;
    this.#workspace = workspace;
    this.#training = training;
  }

  get training(): Training {
    return this.#training;
  }

  /** A change that has to be in the record. @throws LeaseEnded */
  async commit(change: (training: Training) => Training): Promise<void> {
    this.#training = await this.#lease.commit(change);
  }

  /** The trainer's story begins anew, or for the first time. */
  begin(): void {
    this.#prompts = [];
    this.#awaited = [];
    this.#storedAt = 0;
  }

  async phase({ name }: Told<"phase">): Promise<void> {
    await this.#progress({ ...this.#current(), phase: name });
  }

  async step({ step, steps, loss, secondsPerStep, etaSeconds }: Told<"step">): Promise<void> {
    const losses = withLoss(this.#training.losses ?? [], { step, loss }, steps);
    this.#training = { ...this.#training, losses };
    await this.#progress({ phase: "train", step, steps, loss, secondsPerStep, etaSeconds });
  }

  /** @throws CheckpointReached where its person asked for the end at it; LeaseEnded */
  async checkpoint({ step }: Told<"checkpoint">): Promise<void> {
    this.#storedAt = step;
    // The record says what was asked for meanwhile.
    await this.#keep();
    this.#stopIfAsked();
  }

  /** Keeps the picture. That it could not be kept is logged: no training fails for it. @throws LeaseEnded */
  async sample({ step, path, prompt }: Told<"sample">): Promise<void> {
    if (!this.#prompts.includes(prompt)) this.#prompts.push(prompt);
    const drawn = { step, path, prompt: this.#prompts.indexOf(prompt) };
    if (!(await this.#store(drawn))) this.#awaited.push(drawn);
    this.#events.publish({ type: "sample", training: this.#training, step, path });
  }

  /** Keeps how far it came, and the samples that are on this host only now that the trainer ended. @throws LeaseEnded */
  async finish(): Promise<void> {
    await this.#keep();
    for (const drawn of this.#awaited.splice(0)) {
      if (!(await this.#store(drawn))) this.#logger.warn("a sample is not there", { path: drawn.path });
    }
  }

  /** Gives false when the file is not on this host. */
  async #store(drawn: DrawnSample): Promise<boolean> {
    const { id, samples = [] } = this.#training;
    // The trainer's story is told from its beginning after each restart of this process.
    if (samples.some((one) => isSame(one, drawn))) return true;
    try {
      const sample = await this.#samples.store(id, this.#workspace, drawn, this.#lease.signal);
      const kept = withSample(samples, sample);
      this.#training = { ...this.#training, samples: kept };
      await this.#keep();
      await this.#samples.drop(
        [...samples, sample].filter((one) => !kept.some((other) => isSame(one, other))),
      );
    } catch (error) {
      this.#lease.signal.throwIfAborted();
      if (isDomainError(error, "not-found")) return false;
      this.#logger.warn("could not keep a sample", { path: drawn.path, error });
    }
    return true;
  }

  #current(): Progress {
    return this.#training.progress ?? { phase: "load", step: 0, steps: this.#training.quote?.steps ?? 0 };
  }

  async #progress(progress: Progress): Promise<void> {
    const now = this.#clock.now();
    // The first step tells that there is something to go on from.
    const isFirstStep = progress.step > 0 && this.#current().step === 0;
    this.#training = { ...this.#training, progress };
    if (isFirstStep || now - this.#keptAt >= KEEP_PROGRESS_MS) {
      this.#keptAt = now;
      await this.#keep();
      this.#stopIfAsked();
    }
    this.#events.publish({ type: "progress", training: this.#training });
  }

  /** Also when the checkpoint was written just before it was asked for; at the last step there is nothing to stop. */
  #stopIfAsked(): void {
    const { stopAt, progress } = this.#training;
    if (stopAt === undefined || this.#storedAt < stopAt) return;
    if (this.#storedAt < (progress?.steps ?? Infinity)) throw new CheckpointReached(this.#storedAt);
  }

  /** A step that is not kept costs nothing: the next one follows. So a store that is away stops no training. */
  async #keep(): Promise<void> {
    const { progress, losses, samples } = this.#training;
    try {
      this.#training = await this.#lease.change((training) => ({
        ...training,
        ...(progress !== undefined && { progress }),
        ...(losses !== undefined && { losses }),
        ...(samples !== undefined && { samples }),
      }));
    } catch (error) {
      if (error instanceof LeaseEnded) throw error;
      this.#logger.warn("could not keep a training's progress", { error });
    }
  }
}
