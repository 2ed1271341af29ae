import { DomainError, isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { JobRuntime, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Workspaces } from "../ports/workspace.js";
import type { TrainingEvents } from "./events.js";
import { prepareWorkspace } from "./job-prepare.js";
import type { Publisher } from "./job-publish.js";
import { TrainerRun } from "./job-train.js";
import { Lease, LeaseEnded } from "./lease.js";
import type { Notice, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";
import { move } from "./state.js";

/** The contract gives the trainer 60 s from SIGTERM to its checkpoint. */
const STOP_GRACE_SECONDS = 60;

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
   */
  async run(claimed: Training, slot: Slot, shutdown: AbortSignal): Promise<void> {
    const { records, clock } = this.#deps;
    const logger = this.#deps.logger.child({ training: claimed.id, job: claimed.job?.id, slot: slot.id });
    const lease = new Lease({ records, now: () => clock.now(), logger }, claimed);
    const onShutdown = (): void => lease.end("shutdown");
    shutdown.addEventListener("abort", onShutdown);
    if (shutdown.aborted) onShutdown();
    const unsubscribe = this.#deps.events.subscribe((event) => {
      if (event.training.id === claimed.id && event.training.status === "CANCELLED") lease.end("cancelled");
    });
    try {
      await this.#phases(claimed, slot, lease, logger);
      await this.clean(claimed.id);
    } catch (error) {
      await this.#settle(claimed.id, error, lease, logger);
    } finally {
      unsubscribe();
      shutdown.removeEventListener("abort", onShutdown);
      lease.release();
    }
  }

  /** Removes what a job left on this host: its trainer and its folder. */
  async clean(trainingId: string): Promise<void> {
    const job = await this.#deps.runtime.find(trainingId);
    if (job !== undefined) {
      await job.stop(STOP_GRACE_SECONDS);
      await job.remove();
    }
    const workspace = await this.#deps.workspaces.open(trainingId);
    await workspace.remove();
  }

  async #phases(claimed: Training, slot: Slot, lease: Lease, logger: Logger): Promise<void> {
    const { datasets, datasetBlobs, publisher, runtime, workspaces, events, clock } = this.#deps;
    const workspace = await workspaces.open(claimed.id);
    let training = claimed;
    if (training.status === "PREPARING") {
      await runtime.prepare((message) => logger.info("preparing the runtime", { detail: message }));
      await prepareWorkspace(training, workspace, datasets, datasetBlobs, lease.signal);
      training = await lease.change((stored) => move(stored, "TRAINING"));
      events.publish({ type: "progress", training });
    }
    if (training.status === "TRAINING") {
      const run = new TrainerRun({ runtime, events, clock, logger }, lease, training);
      const outputs = await run.run(workspace.folder, slot);
      training = await lease.change((stored) => ({
        ...move(stored, "PUBLISHING"),
        ...(stored.job !== undefined && { job: { ...stored.job, outputs } }),
      }));
      events.publish({ type: "progress", training });
    }
    const model = await publisher.publish(training, workspace, lease.signal);
    const completed = await lease.change((stored) => ({
      ...move(stored, "COMPLETED"),
      modelId: model.id,
      endedAt: clock.now(),
      notices: [...stored.notices, this.#notice("completed")],
    }));
    logger.info("training completed", { model: model.id });
    events.publish({ type: "notice", training: completed });
  }

  async #settle(trainingId: string, error: unknown, lease: Lease, logger: Logger): Promise<void> {
    const ended = lease.signal.aborted ? lease.signal.reason : error;
    try {
      if (ended instanceof LeaseEnded) {
        logger.info("let go of a job", { reason: ended.reason });
        if (ended.reason === "cancelled") await this.clean(trainingId);
        return;
      }
      logger.error("training failed", { error });
      await this.#fail(error, lease);
      await this.clean(trainingId);
    } catch (failure) {
      // The store or the engine is away: the lease runs out and the job is claimed again, from its record.
      logger.error("could not settle a job; it will be claimed again", { error: failure });
    }
  }

  async #fail(error: unknown, lease: Lease): Promise<void> {
    const cause = isDomainError(error) ? error : new DomainError("internal", {}, { cause: error });
    const at = this.#deps.clock.now();
    const failed = await lease.change((stored) => ({
      ...move(stored, "FAILED"),
      failure: { code: cause.code, params: cause.params, at },
      endedAt: at,
      notices: [...stored.notices, this.#notice("failed")],
    }));
    this.#deps.events.publish({ type: "notice", training: failed });
  }

  #notice(kind: Notice["kind"]): Notice {
    return { id: this.#deps.ids.next(), kind, createdAt: this.#deps.clock.now() };
  }
}
