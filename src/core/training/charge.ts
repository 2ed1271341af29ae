import { priceOfSteps } from "../points/prices.js";
import type { Charge, Training } from "./model.js";
import { isActive } from "./state.js";

/** Points that a run of the training may still cost: its price, less what was paid for earlier runs of it. */
export function openPrice({ quote, paid = 0 }: Pick<Training, "quote" | "paid">): number {
  return Math.max(0, (quote?.price ?? 0) - paid);
}

/**
 * The training as it ended, with what it owes: the whole price of a run that is completed, nothing for one that failed
 * or had not begun, and the steps that were done for one that its person stopped. Written with the end itself, so that
 * whatever happens next, what is asked stands.
 *
 * @param before as it stood when it ended: its samples and steps may be gone from `after`
 */
export function withDue(before: Training, after: Training): Training {
  const { charge } = after;
  if (charge === undefined) return after;
  const due = dueOf(before, after, charge);
  return { ...after, charge: { ...charge, due }, paid: (after.paid ?? 0) + due };
}

function dueOf(before: Training, { status }: Training, { points }: Charge): number {
  if (status === "COMPLETED") return points;
  if (status !== "CANCELLED" || !isActive(before.status)) return 0;
  const { quote, paid = 0, progress } = before;
  const { step = 0, steps = quote?.steps ?? 0 } = progress ?? {};
  const soFar = priceOfSteps(quote?.price ?? 0, step, steps);
  return Math.min(points, Math.max(0, soFar - paid));
}
