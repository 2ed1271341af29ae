import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { JobRuntime, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Workspace, Workspaces } from "../ports/workspace.js";
import type { TrainingEvents } from "./events.js";
import { JobEnd, newNotice, removeJob } from "./job-end.js";
import { isPrepared, prepareRuntime, prepareWorkspace } from "./job-prepare.js";
import type { Publisher } from "./job-publish.js";
import { TrainerRun } from "./job-train.js";
import { Lease } from "./lease.js";
import type { Training } from "./model.js";
import { withPatience } from "./patience.js";
import type { TrainingRecords } from "./records.js";
import { move } from "./state.js";

export interface JobDependencies {
  readonly records: TrainingRecords;
  readonly datasets: DatasetRepository;
  readonly datasetBlobs: BlobStore;
  readonly publisher: Publisher;
  readonly workspaces: Workspaces;
  readonly runtime: JobRuntime;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** One claimed training, phase by phase. Each phase can be run again, so a restart goes on where the record stands. */
export class JobRunner {
  readonly #deps: JobDependencies;

  constructor(deps: JobDependencies) {
    this.#deps = deps;
  }

  /**
   * Runs a training that this worker has claimed, to its end or until the signal aborts; after an abort the
   * trainer runs on and the training stays as it is, to be found by the next start. Never throws: a failure
   * ends in the record.
   *
   * @returns false when the records or the engine were away, so that the job is to be claimed again, a little later
   */
  async run(claimed: Training, slot: Slot, shutdown: AbortSignal): Promise<boolean> {
    const { records, events, clock } = this.#deps;
    const logger = this.#deps.logger.child({ training: claimed.id, job: claimed.job?.id, slot: slot.id });
    const lease = new Lease({ records, events, now: () => clock.now(), logger }, claimed);
    const onShutdown = (): void => {
      lease.end("shutdown");
    };
    shutdown.addEventListener("abort", onShutdown);
    if (shutdown.aborted) onShutdown();
    const unsubscribe = events.subscribe((event) => {
      if (event.training.id === claimed.id && event.training.status === "CANCELLED") lease.end("cancelled");
    });
    const end = new JobEnd(this.#deps, claimed, lease, logger);
    try {
      await this.#phases(claimed, slot, lease, logger);
    } catch (error) {
      return await end.settle(error);
    } finally {
      unsubscribe();
      shutdown.removeEventListener("abort", onShutdown);
      lease.release();
    }
    await end.clean();
    return true;
  }

  /** Removes what a job left on this host: its trainer and its folder. */
  async clean(trainingId: string): Promise<void> {
    await removeJob(trainingId, this.#deps);
  }

  async #phases(claimed: Training, slot: Slot, lease: Lease, logger: Logger): Promise<void> {
    const { publisher, workspaces, clock, events } = this.#deps;
    const workspace = await workspaces.open(claimed.id);
    let training = claimed;
    if (training.status === "PREPARING") training = await this.#prepare(training, workspace, lease, logger);
    else if (!(await isPrepared(workspace))) return this.#putBack(lease, logger);
    if (training.status === "TRAINING")
      training = await this.#train(training, workspace, slot, lease, logger);
    const model = await withPatience(
      () => publisher.publish(training, workspace, lease.signal),
      lease.signal,
    );
    const notice = newNotice("completed", this.#deps);
    const completed = await lease.commit((stored) => ({
      ...move(stored, "COMPLETED"),
      modelId: model.id,
      endedAt: clock.now(),
      notices: [...stored.notices, notice],
    }));
    logger.info("training completed", { model: model.id });
    events.publish({ type: "notice", training: completed });
  }

  async #prepare(training: Training, workspace: Workspace, lease: Lease, logger: Logger): Promise<Training> {
    const { datasets, datasetBlobs, runtime, events } = this.#deps;
    const { signal } = lease;
    await prepareRuntime(runtime, logger, signal);
    await withPatience(() => prepareWorkspace(training, workspace, datasets, datasetBlobs, signal), signal);
    const prepared = await lease.commit((stored) => reach(stored, "TRAINING"));
    events.publish({ type: "progress", training: prepared });
    return prepared;
  }

  async #train(
    training: Training,
    workspace: Workspace,
    slot: Slot,
    lease: Lease,
    logger: Logger,
  ): Promise<Training> {
    const { runtime, events, clock } = this.#deps;
    const run = new TrainerRun({ runtime, events, clock, logger }, lease, training);
    const outputs = await run.run(workspace.folder, slot);
    const trained = await lease.commit((stored) => ({
      ...reach(stored, "PUBLISHING"),
      ...(stored.job !== undefined && { job: { ...stored.job, outputs } }),
    }));
    events.publish({ type: "progress", training: trained });
    return trained;
  }

  /** What was begun on a host that is lost begins anew: its folder is not here. */
  async #putBack(lease: Lease, logger: Logger): Promise<void> {
    logger.warn("the job's folder is not on this host; the training begins anew");
    const queued = await lease.commit((stored) => move(withoutProgress(stored), "QUEUED"));
    this.#deps.events.publish({ type: "queued", training: queued });
  }
}

/** The next state; also when a write that seemed to fail had brought it there. */
function reach(stored: Training, status: "TRAINING" | "PUBLISHING"): Training {
  return stored.status === status ? stored : move(stored, status);
}

function withoutProgress(training: Training): Training {
  const copy: { -readonly [Key in keyof Training]: Training[Key] } = { ...training };
  delete copy.progress;
  return copy;
}
