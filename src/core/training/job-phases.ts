import { isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { JobRuntime, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Workspace, Workspaces } from "../ports/workspace.js";
import { withDue } from "./charge.js";
import type { TrainingEvents } from "./events.js";
import { newNotice } from "./job-end.js";
import { isPrepared, prepareRuntime, prepareWorkspace, type TrainingMaterial } from "./job-prepare.js";
import type { Publisher } from "./job-publish.js";
import { TrainerRun } from "./job-train.js";
import { removeFolder } from "./job-remains.js";
import type { Lease } from "./lease.js";
import { NOT_MADE } from "./masks.js";
import type { MaskOutcome, Training } from "./model.js";
import { untilRuntimeAnswers, withPatience } from "./patience.js";
import { withoutSamples, type SampleStore } from "./samples.js";
import { move } from "./state.js";

export interface PhaseDependencies extends TrainingMaterial {
  readonly publisher: Publisher;
  readonly samples: SampleStore;
  readonly workspaces: Workspaces;
  readonly runtime: JobRuntime;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The way of one claimed training through its phases. Each can be run again; it begins where the record stands. */
export class JobPhases {
  readonly #deps: PhaseDependencies;
  readonly #lease: Lease;
  readonly #logger: Logger;

  constructor(deps: PhaseDependencies, lease: Lease, logger: Logger) {
    this.#deps = deps;
    this.#lease = lease;
    this.#logger = logger;
  }

  /**
   * @param onSlotFree called when the trainer has ended well: publishing needs no GPU
   * @throws DomainError when the training fails, LeaseEnded when the worker has to let go
   */
  async run(claimed: Training, slot: Slot, onSlotFree: () => void): Promise<void> {
    let training = claimed;
    // Until the trainer is started the mark stands: after a crash the folder is laid out once more.
    if (training.status === "PREPARING" && training.anew === true)
      await removeFolder(claimed.id, this.#deps.workspaces);
    const workspace = await this.#deps.workspaces.open(claimed.id);
    if (training.status === "PREPARING") training = await this.#prepare(training, workspace);
    else if (!(await isPrepared(workspace))) return this.#putBack();
    if (training.status === "TRAINING") training = await this.#train(training, workspace, slot);
    onSlotFree();
    await this.#publish(training, workspace);
  }

  async #prepare(training: Training, workspace: Workspace): Promise<Training> {
    const { runtime, events } = this.#deps;
    const { signal } = this.#lease;
    await prepareRuntime(runtime, this.#logger, signal);
    const masks = await this.#layOut(training, workspace);
    const prepared = await this.#lease.commit((stored) => ({
      ...reach(begun(stored), "TRAINING", this.#deps.clock.now()),
      ...(masks && { masks }),
    }));
    events.publish({ type: "progress", training: prepared });
    return prepared;
  }

  /**
   * Where no masks can be made, the training goes on without them, and its card says so. The fault is the operator's,
   * not to be put right by its person, who has waited in the queue; and a LoRA of whole pictures is what everybody
   * gets who asks for nothing. Who does not want it sees the card in time to stop.
   */
  async #layOut(training: Training, workspace: Workspace): Promise<MaskOutcome | undefined> {
    const { signal } = this.#lease;
    const layOut = (each: Training) =>
      untilRuntimeAnswers(
        () => withPatience(() => prepareWorkspace(each, workspace, this.#deps, signal), signal),
        signal,
        this.#logger,
      );
    try {
      const report = await layOut(training);
      return report && { made: true, ...report };
    } catch (error) {
      if (!isDomainError(error, "masks-unavailable")) throw error;
      this.#logger.error("no masks could be made; the training goes on without them", { error });
      // In the record before job.json says it: after a crash the two agree.
      await layOut(await this.#lease.commit((stored) => ({ ...stored, masks: NOT_MADE })));
      return undefined;
    }
  }

  async #train(training: Training, workspace: Workspace, slot: Slot): Promise<Training> {
    const { events, clock } = this.#deps;
    const run = new TrainerRun({ ...this.#deps, logger: this.#logger }, this.#lease, workspace, training);
    const left = await run.run(slot);
    const trained = await this.#lease.commit((stored) => ({
      ...reach(stored, "PUBLISHING", clock.now()),
      ...(stored.job !== undefined && { job: { ...stored.job, ...left } }),
    }));
    events.publish({ type: "progress", training: trained });
    return trained;
  }

  async #publish(training: Training, workspace: Workspace): Promise<void> {
    const { publisher, clock, events } = this.#deps;
    const { signal } = this.#lease;
    const model = await withPatience(() => publisher.publish(training, workspace, signal), signal);
    const notice = newNotice("completed", this.#deps);
    const completed = await this.#lease.commit((stored) =>
      withDue(stored, {
        ...move(stored, "COMPLETED", clock.now()),
        modelId: model.id,
        endedAt: clock.now(),
        notices: [...stored.notices, notice],
      }),
    );
    this.#logger.info("training completed", { model: model.id });
    events.publish({ type: "notice", training: completed });
  }

  /** What was begun on a host that is lost begins anew: its folder is not here. */
  async #putBack(): Promise<void> {
    this.#logger.warn("the job's folder is not on this host; the training begins anew");
    const now = this.#deps.clock.now();
    const queued = await this.#lease.commit((stored) => move(withoutProgress(stored), "QUEUED", now));
    this.#deps.events.publish({ type: "queued", training: queued });
  }
}

/** The next state; also when a write that seemed to fail had brought it there. */
function reach(stored: Training, status: "TRAINING" | "PUBLISHING", at: number): Training {
  return stored.status === status ? stored : move(stored, status, at);
}

function begun(training: Training): Training {
  const copy: { -readonly [Key in keyof Training]: Training[Key] } = { ...training };
  delete copy.anew;
  return copy;
}

function withoutProgress(training: Training): Training {
  const copy: { -readonly [Key in keyof Training]: Training[Key] } = withoutSamples(training);
  delete copy.progress;
  delete copy.losses;
  // Another worker may be able to make what this one was not.
  delete copy.masks;
  return copy;
}
