import { DomainError, isDomainError } from "../errors.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { JobRuntime, Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Workspace, Workspaces } from "../ports/workspace.js";
import type { TrainingEvents } from "./events.js";
import { removeJob } from "./job-cleanup.js";
import { isPrepared, prepareRuntime, prepareWorkspace } from "./job-prepare.js";
import type { Publisher } from "./job-publish.js";
import { TrainerRun } from "./job-train.js";
import { Lease, LeaseEnded } from "./lease.js";
import type { Notice, Training } from "./model.js";
import { withPatience } from "./patience.js";
import type { TrainingRecords } from "./records.js";
import { isActive, move } from "./state.js";

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
    const { records, clock } = this.#deps;
    const logger = this.#deps.logger.child({ training: claimed.id, job: claimed.job?.id, slot: slot.id });
    const lease = new Lease({ records, now: () => clock.now(), logger }, claimed);
    const onShutdown = (): void => {
      lease.end("shutdown");
    };
    shutdown.addEventListener("abort", onShutdown);
    if (shutdown.aborted) onShutdown();
    const unsubscribe = this.#deps.events.subscribe((event) => {
      if (event.training.id === claimed.id && event.training.status === "CANCELLED") lease.end("cancelled");
    });
    try {
      await this.#phases(claimed, slot, lease, logger);
    } catch (error) {
      return await this.#settle(claimed, error, lease, logger);
    } finally {
      unsubscribe();
      shutdown.removeEventListener("abort", onShutdown);
      lease.release();
    }
    await this.#clean(claimed.id, logger);
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
    const notice = this.#notice("completed");
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
    const prepared = await lease.commit((stored) => move(stored, "TRAINING"));
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
      ...move(stored, "PUBLISHING"),
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

  async #settle(claimed: Training, error: unknown, lease: Lease, logger: Logger): Promise<boolean> {
    const ended: unknown = lease.signal.aborted ? lease.signal.reason : error;
    try {
      if (ended instanceof LeaseEnded) return await this.#letGo(claimed, ended, logger);
      logger.error("training failed", { error });
      await this.#fail(error, lease);
      await this.#discard(claimed, logger);
      return true;
    } catch (failure) {
      if (failure instanceof LeaseEnded) return await this.#letGo(claimed, failure, logger);
      // The lease runs out and the job is claimed again, from its record.
      logger.error("could not settle a job; it will be claimed again", { error: failure });
      return false;
    }
  }

  async #letGo(claimed: Training, { reason }: LeaseEnded, logger: Logger): Promise<boolean> {
    logger.info("let go of a job", { reason });
    if (reason === "cancelled") await this.#discard(claimed, logger);
    if (reason === "lost" && (await this.#isElsewhere(claimed, logger)))
      await this.#clean(claimed.id, logger);
    return reason !== "unreachable";
  }

  /** Whether the trainer here is nobody's: the training has ended or is another installation's. */
  async #isElsewhere(claimed: Training, logger: Logger): Promise<boolean> {
    try {
      const stored = await this.#deps.records.change(claimed.id, (training) => training);
      return !isActive(stored.status) || stored.job?.workerId !== claimed.job?.workerId;
    } catch (error) {
      if (isDomainError(error, "not-found")) return true;
      logger.warn("could not see who has a lost job", { error });
      return false;
    }
  }

  async #fail(error: unknown, lease: Lease): Promise<void> {
    const cause = isDomainError(error) ? error : new DomainError("internal", {}, { cause: error });
    const at = this.#deps.clock.now();
    const notice = this.#notice("failed");
    const failed = await lease.commit((stored) => ({
      ...move(stored, "FAILED"),
      failure: { code: cause.code, params: cause.params, at },
      endedAt: at,
      notices: [...stored.notices, notice],
    }));
    this.#deps.events.publish({ type: "notice", training: failed });
  }

  /** Removes what a training leaves that did not come to its end, what was published of it included. */
  async #discard(claimed: Training, logger: Logger): Promise<void> {
    await this.#clean(claimed.id, logger);
    try {
      await this.#deps.publisher.withdraw(claimed);
    } catch (error) {
      logger.error("could not take back the files of a training that did not end well", { error });
    }
  }

  async #clean(trainingId: string, logger: Logger): Promise<void> {
    try {
      await this.clean(trainingId);
    } catch (error) {
      logger.error("could not remove what a job left; the next sweep tries again", { error });
    }
  }

  #notice(kind: Notice["kind"]): Notice {
    return { id: this.#deps.ids.next(), kind, createdAt: this.#deps.clock.now() };
  }
}

function withoutProgress(training: Training): Training {
  const copy: { -readonly [Key in keyof Training]: Training[Key] } = { ...training };
  delete copy.progress;
  return copy;
}
