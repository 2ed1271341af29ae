import type { BotContext } from "../context.js";
import { FILTER_NAMES, type TrainingFilter } from "./filters.js";

/** A page beyond it is made up. */
const MAX_PAGE = 100_000;

/**
 * Where a menu of trainings stands, as its buttons carry it: "<filter and page of the list>:<training>:<what is asked>".
 * The menus are drawn anew from it at every tap, so that a message of last month still works.
 */
export interface Place {
  readonly filter: TrainingFilter;
  readonly page: number;
  readonly trainingId: string;
  readonly act: string;
}

/** A filter's letter before the page; none stands for all, as in messages of before there were filters. */
const LETTERS: Readonly<Record<TrainingFilter, string>> = { all: "", running: "r", done: "d", drafts: "e" };

export function placeOf(ctx: BotContext): Place {
  const [list = "", trainingId = "", act = ""] = String(ctx.match ?? "").split(":");
  const filter = FILTER_NAMES.find((name) => LETTERS[name] !== "" && list.startsWith(LETTERS[name])) ?? "all";
  const page = Number.parseInt(list.slice(LETTERS[filter].length), 10) || 0;
  return { filter, page: Math.min(Math.max(0, page), MAX_PAGE), trainingId, act };
}

export function payloadOf({ filter = "all", page = 0, trainingId = "", act = "" }: Partial<Place>): string {
  return [`${LETTERS[filter]}${page}`, trainingId, ...(act === "" ? [] : [act])].join(":");
}
