import { DomainError, isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { JobRuntime } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Workspaces } from "../ports/workspace.js";
import { withDue } from "./charge.js";
import { CheckpointReached } from "./checkpoints.js";
import type { TrainingEvents } from "./events.js";
import { isPrepared } from "./job-prepare.js";
import type { Publisher } from "./job-publish.js";
import { removeFolder, removeTrainer } from "./job-remains.js";
import { isKept } from "./keeping.js";
import { keepLastLosses } from "./last-losses.js";
import { LeaseEnded, type Lease } from "./lease.js";
import type { Notice, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";
import { withoutSamples } from "./samples.js";
import { isActive, move } from "./state.js";

interface EndDependencies {
  readonly records: TrainingRecords;
  readonly publisher: Publisher;
  readonly workspaces: Workspaces;
  readonly runtime: JobRuntime;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
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
      if (ended instanceof CheckpointReached) await this.#stop(ended);
      else await this.#fail(error);
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
    if (reason === "shutdown" || reason === "unreachable") return reason === "shutdown";
    try {
      if (reason === "cancelled") await this.#discard();
      else if (this.#isElsewhere(await this.#stored())) await this.clean();
    } catch (error) {
      this.#logger.warn("could not see who has a lost job; the next sweep looks again", { error });
    }
    return true;
  }

  async #stored(): Promise<Training | undefined> {
    try {
      return await this.#deps.records.change(this.#claimed.id, (training) => training);
    } catch (error) {
      if (isDomainError(error, "not-found")) return undefined;
      throw error;
    }
  }

  /** Whether the trainer here is nobody's: the training has ended or is another installation's. */
  #isElsewhere(stored: Training | undefined): boolean {
    if (stored === undefined || !isActive(stored.status)) return true;
    return stored.job?.workerId !== this.#claimed.job?.workerId;
  }

  async #stop({ message }: CheckpointReached): Promise<void> {
    this.#logger.info("stopped as its person asked", { reason: message });
    await this.#close("cancelled", (stored, at) => move(stored, "CANCELLED", at));
  }

  async #fail(error: unknown): Promise<void> {
    this.#logger.error("training failed", { error });
    const { code, params } = isDomainError(error) ? error : new DomainError("internal", {}, { cause: error });
    await this.#close("failed", (stored, at) => ({
      ...move(stored, "FAILED", at),
      failure: { code, params, at },
    }));
  }

  async #close(kind: Notice["kind"], change: (stored: Training, at: number) => Training): Promise<void> {
    const endedAt = this.#deps.clock.now();
    const notice = newNotice(kind, this.#deps);
    const closed = await this.#lease.commit((stored) =>
      withDue(stored, {
        ...withoutSamples(change(stored, endedAt)),
        endedAt,
        notices: [...stored.notices, notice],
      }),
    );
    this.#deps.events.publish({ type: "notice", training: closed });
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
    const { id } = this.#claimed;
    const { records, runtime, workspaces } = this.#deps;
    try {
      await removeTrainer(id, runtime, (job) => keepLastLosses(job, id, { records, logger: this.#logger }));
      // A trainer takes its time to end: only now is it asked whether the person may still go on with what is there.
      if (!(await this.#keepsFolder())) await removeFolder(id, workspaces);
    } catch (error) {
      this.#logger.error("could not remove what a job left; the next sweep tries again", { error });
    }
  }

  async #keepsFolder(): Promise<boolean> {
    const { workspaces, clock } = this.#deps;
    const stored = await this.#stored();
    // Taken up again already: it may be claimed here next.
    if (stored?.status === "QUEUED") return isPrepared(await workspaces.open(stored.id));
    return stored !== undefined && isKept(stored, clock.now());
  }
}
