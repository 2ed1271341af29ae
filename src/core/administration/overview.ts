import type { Training } from "../training/model.js";
import type { Status } from "../training/state.js";
import { streakKey } from "./streaks.js";
import type { SeenWorker } from "./workers.js";

/** A training in a slot's hands. A slot has several at a time: one trains, the one before it is being published. */
export interface SlotJob {
  readonly trainingId: string;
  readonly name: string | undefined;
  readonly status: Status;
  readonly since: number;
  readonly step: number | undefined;
  readonly steps: number | undefined;
}

export interface SlotOverview {
  readonly id: string;
  readonly memoryGiB: number | undefined;
  readonly jobs: readonly SlotJob[];
  /** Trainings that it failed since its last success. */
  readonly failuresInRow: number;
}

export interface WorkerOverview {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly at: number;
  readonly silent: boolean;
  /** `drained` has nothing in its hands any more and may be switched off. */
  readonly state: "working" | "draining" | "drained";
  readonly slots: readonly SlotOverview[];
}

export interface Overview {
  readonly at: number;
  readonly paused: boolean;
  readonly queued: number;
  readonly oldestWaitSeconds: number;
  /** Trainings whose last message has not arrived yet, up to 200. */
  readonly owedMessages: number;
  readonly workers: readonly WorkerOverview[];
}

/** One worker as it tells of itself, with what the records say that it holds. */
export function workerOverview(
  worker: SeenWorker,
  active: readonly Training[],
  streaks: ReadonlyMap<string, number>,
  draining: ReadonlyMap<string, number>,
): WorkerOverview {
  const { id, name, version, at, silent } = worker;
  const own = active.filter(({ job }) => job?.workerId === id);
  const idle = own.length === 0 ? "drained" : "draining";
  return {
    id,
    name,
    version,
    at,
    silent,
    state: draining.has(id) ? idle : "working",
    slots: worker.slots.map((slot) => ({
      id: slot.id,
      memoryGiB: slot.memoryGiB,
      jobs: own.filter(({ job }) => job?.slotId === slot.id).map(slotJob),
      failuresInRow: streaks.get(streakKey(id, slot.id)) ?? 0,
    })),
  };
}

function slotJob({ id, name, status, job, updatedAt, progress }: Training): SlotJob {
  const trains = status === "TRAINING" && progress?.phase === "train";
  return {
    trainingId: id,
    name,
    status,
    since: job?.claimedAt ?? updatedAt,
    step: trains ? progress.step : undefined,
    steps: trains ? progress.steps : undefined,
  };
}
