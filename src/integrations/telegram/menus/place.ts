import type { BotContext } from "../context.js";

/**
 * Where a menu of trainings stands, as its buttons carry it: "<page of the list>:<training>:<what is asked>".
 * The menus are drawn anew from it at every tap, so that a message of last month still works.
 */
export interface Place {
  readonly page: number;
  readonly trainingId: string;
  readonly act: string;
}

export function placeOf(ctx: BotContext): Place {
  const [page = "0", trainingId = "", act = ""] = String(ctx.match ?? "").split(":");
  return { page: Math.max(0, Number.parseInt(page, 10) || 0), trainingId, act };
}

export function payloadOf({ page, trainingId = "", act = "" }: Partial<Place>): string {
  return [page ?? 0, trainingId, ...(act === "" ? [] : [act])].join(":");
}
