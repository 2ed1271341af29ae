import type { Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import { JobEnd } from "./job-end.js";
import { JobPhases, type PhaseDependencies } from "./job-phases.js";
import { prepareWorkspace } from "./job-prepare.js";
import { removeFolder, removeTrainer } from "./job-remains.js";
import { keepLastLosses } from "./last-losses.js";
import { Lease } from "./lease.js";
import type { Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

export interface JobDependencies extends PhaseDependencies {
  readonly records: TrainingRecords;
  readonly logger: Logger;
}

/** One claimed training from its claim to its end, and what may be done for one that is not claimed yet. */
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
   * @param onSlotFree called when the slot may train another one, though this one is still being published
   * @returns false when the records or the engine were away, so that the job is to be claimed again, a little later
   */
  async run(
    claimed: Training,
    slot: Slot,
    shutdown: AbortSignal,
    onSlotFree: () => void = () => undefined,
  ): Promise<boolean> {
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
      await new JobPhases(this.#deps, lease, logger).run(claimed, slot, onSlotFree);
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

  /**
   * Lays out the folder of a training that waits, so that its slot need not. It stays unclaimed: who claims it
   * here finds the folder whole, and {@link clean} removes it when somebody else does.
   *
   * @throws DomainError as {@link prepareWorkspace}; the signal's reason when it aborts
   */
  async prepareAhead(queued: Training, signal: AbortSignal): Promise<void> {
    await prepareWorkspace(queued, await this.#deps.workspaces.open(queued.id), this.#deps, signal);
  }

  /** Takes back what was published of a training that did not end well. */
  async withdraw(training: Training): Promise<void> {
    await this.#deps.publisher.withdraw(training);
  }

  /** Removes what a job left on this host: its trainer, and its folder unless that is kept. */
  async clean(trainingId: string, keepFolder = false): Promise<void> {
    const { records, runtime, workspaces, logger } = this.#deps;
    await removeTrainer(trainingId, runtime, (job) => keepLastLosses(job, trainingId, { records, logger }));
    if (!keepFolder) await removeFolder(trainingId, workspaces);
  }
}
