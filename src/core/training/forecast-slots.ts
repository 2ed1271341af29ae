import { fits, RECIPES } from "../recipes/index.js";
import type { ForecastSlot, Running } from "./forecast.js";
import type { WorkerSlots } from "./known-slots.js";
import type { Job, Training } from "./model.js";
import type { Pace } from "./pace.js";
import { isActive } from "./state.js";

/** A slot of another worker that has not held a training for so long may be gone, as its worker may. */
const FORGOTTEN_MS = 10 * 60_000;

/** Slots of two workers may have the same name. */
export function slotKey({ workerId, slotId }: Pick<Job, "workerId" | "slotId">): string {
  return JSON.stringify([workerId, slotId]);
}

/**
 * All slots that work on the queue: those of the workers that are known, and of others what their trainings tell of.
 * Such a slot takes what it was seen to take, and what needs no more memory.
 *
 * @param trainings active and lately ended ones
 */
export function knownSlots(
  workers: readonly WorkerSlots[],
  trainings: readonly Training[],
  now: number,
): ForecastSlot[] {
  const slots = workers.flatMap((worker) =>
    worker.slots.map((slot) => ({
      id: slotKey({ workerId: worker.workerId, slotId: slot.id }),
      recipeIds: recipesOf((recipe) => fits(recipe, slot)),
    })),
  );
  const known = new Set(workers.map(({ workerId }) => workerId));
  const memory = new Map<string, number>();
  for (const { job, recipeId, status, endedAt = 0 } of trainings) {
    if (job === undefined || known.has(job.workerId)) continue;
    if (!isActive(status) && endedAt < now - FORGOTTEN_MS) continue;
    const needed = RECIPES.find(({ id }) => id === recipeId)?.memoryGiB ?? 0;
    memory.set(slotKey(job), Math.max(needed, memory.get(slotKey(job)) ?? 0));
  }
  const others = [...memory].map(([id, most]) => ({
    id,
    recipeIds: recipesOf(({ memoryGiB }) => memoryGiB <= most),
  }));
  return [...slots, ...others];
}

function recipesOf(take: (recipe: (typeof RECIPES)[number]) => boolean): ReadonlySet<string> {
  return new Set(RECIPES.filter(take).map(({ id }) => id));
}

/** In the order in which they leave a slot: one may be published and one prepared while another trains. */
const LEAVING = ["PUBLISHING", "TRAINING", "PREPARING"];

/** When each active training ends: on one slot those that are not published yet come one after the other. */
export function runningOn(active: readonly Training[], pace: Pace, now: number): Running[] {
  const freeAt = new Map<string, number>();
  const inOrder = active.toSorted((a, b) => LEAVING.indexOf(a.status) - LEAVING.indexOf(b.status));
  return inOrder.flatMap((training) => {
    const { job, ownerId, status } = training;
    if (job === undefined) return [];
    const slotId = slotKey(job);
    const from = freeAt.get(slotId) ?? now;
    const endsAt = from + pace.remainingSeconds(training, now) * 1000;
    if (status !== "PUBLISHING") freeAt.set(slotId, endsAt);
    return [{ ownerId, slotId, endsAt }];
  });
}
