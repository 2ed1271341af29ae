import { DomainError, isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { JobRuntime } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Workspaces } from "../ports/workspace.js";
import type { TrainingEvents } from "./events.js";
import type { Publisher } from "./job-publish.js";
import { LeaseEnded, type Lease } from "./lease.js";
import type { Notice, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";
import { isActive, move } from "./state.js";

/** The contract gives the trainer 60 s from SIGTERM to its checkpoint. */
const STOP_GRACE_SECONDS = 60;

interface EndDependencies {
  readonly records: TrainingRecords;
  readonly publisher: Publisher;
  readonly workspaces: Workspaces;
  readonly runtime: JobRuntime;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Removes what a job left on this host: its trainer and its folder. Doing it twice is no error. */
export async function removeJob(
  trainingId: string,
  { runtime, workspaces }: { runtime: JobRuntime; workspaces: Workspaces },
): Promise<void> {
  const job = await runtime.find(trainingId);
  if (job !== undefined) {
    await job.stop(STOP_GRACE_SECONDS);
    await job.remove();
  }
  const workspace = await workspaces.open(trainingId);
  await workspace.remove();
}

export function newNotice(kind: Notice["kind"], { ids, clock }: { ids: Ids; clock: Clock }): Notice {
  return { id: ids.next(), kind, createdAt: clock.now() };
}

/** How a job ends that does not go well: it failed, or its worker has to let go of it. */
export class JobEnd {
  readonly #deps: EndDependencies;
  readonly #claimed: Training;
  readonly #lease: Lease;
  readonly #logger: Logger;

  constructor(deps: EndDependencies, claimed: Training, lease: Lease, logger: Logger) {
    this.#deps = deps;
    this.#claimed = claimed;
    this.#lease = lease;
    this.#logger = logger;
  }

  /**
   * Brings a job that threw to its end. Never throws.
   *
   * @returns false when it is to be claimed again, a little later
   */
  async settle(error: unknown): Promise<boolean> {
    const ended: unknown = this.#lease.signal.aborted ? this.#lease.signal.reason : error;
    try {
      if (ended instanceof LeaseEnded) return await this.#letGo(ended);
      this.#logger.error("training failed", { error });
      await this.#fail(error);
      await this.#discard();
      return true;
    } catch (failure) {
      if (failure instanceof LeaseEnded) return await this.#letGo(failure);
      // The lease runs out and the job is claimed again, from its record.
      this.#logger.error("could not settle a job; it will be claimed again", { error: failure });
      return false;
    }
  }

  async #letGo({ reason }: LeaseEnded): Promise<boolean> {
    this.#logger.info("let go of a job", { reason });
    if (reason === "cancelled") await this.#discard();
    if (reason === "lost" && (await this.#isElsewhere())) await this.clean();
    return reason !== "unreachable";
  }

  /** Whether the trainer here is nobody's: the training has ended or is another installation's. */
  async #isElsewhere(): Promise<boolean> {
    try {
      const stored = await this.#deps.records.change(this.#claimed.id, (training) => training);
      return !isActive(stored.status) || stored.job?.workerId !== this.#claimed.job?.workerId;
    } catch (error) {
      if (isDomainError(error, "not-found")) return true;
      this.#logger.warn("could not see who has a lost job", { error });
      return false;
    }
  }

  async #fail(error: unknown): Promise<void> {
    const cause = isDomainError(error) ? error : new DomainError("internal", {}, { cause: error });
    const at = this.#deps.clock.now();
    const notice = newNotice("failed", this.#deps);
    const failed = await this.#lease.commit((stored) => ({
      ...move(stored, "FAILED"),
      failure: { code: cause.code, params: cause.params, at },
      endedAt: at,
      notices: [...stored.notices, notice],
    }));
    this.#deps.events.publish({ type: "notice", training: failed });
  }

  /** Removes what a training leaves that did not come to its end, what was published of it included. */
  async #discard(): Promise<void> {
    await this.clean();
    try {
      await this.#deps.publisher.withdraw(this.#claimed);
    } catch (error) {
      this.#logger.error("could not take back the files of a training that did not end well", { error });
    }
  }

  /** Removes what the job left on this host; what cannot be removed is left to the sweep. */
  async clean(): Promise<void> {
    try {
      await removeJob(this.#claimed.id, this.#deps);
    } catch (error) {
      this.#logger.error("could not remove what a job left; the next sweep tries again", { error });
    }
  }
}
