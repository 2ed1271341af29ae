import type { TrainingService } from "../../../core/training/service.js";
import { ACTIVE_STATUSES, TERMINAL_STATUSES, type Status } from "../../../core/training/state.js";
import type { BotContext } from "../context.js";

/** What the list of trainings can be narrowed to; each has a text `filter-<name>`. */
const FILTERS = {
  all: undefined,
  running: ["QUEUED", ...ACTIVE_STATUSES],
  done: TERMINAL_STATUSES,
  drafts: ["DRAFT"],
} as const satisfies Readonly<Record<string, readonly Status[] | undefined>>;

export type TrainingFilter = keyof typeof FILTERS;
export const FILTER_NAMES = Object.keys(FILTERS) as TrainingFilter[];

/** The states that a filter lets through; all where it gives none. */
export function statusesOf(filter: TrainingFilter): { statuses?: readonly Status[] } {
  const statuses = FILTERS[filter];
  return statuses === undefined ? {} : { statuses };
}

/**
 * How many trainings each filter would show, those that show some; none at all where there is nothing to tell
 * apart.
 */
export async function filterCounts(
  ctx: BotContext,
  service: TrainingService,
): Promise<readonly { readonly filter: TrainingFilter; readonly count: number }[]> {
  const counts = await Promise.all(
    FILTER_NAMES.map(async (filter) => ({
      filter,
      count: await service.library.count(ctx.person.actor, statusesOf(filter)),
    })),
  );
  const some = counts.filter(({ count }) => count > 0);
  // All of them, and one kind alone.
  return some.length <= 2 ? [] : some;
}
