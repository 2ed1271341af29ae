import type { Training } from "../../core/training/model.js";
import type { Happening } from "../../core/training/state.js";
import { plain } from "./say.js";
import type { Translate } from "./texts.js";

/** So many of the latest are shown: the page is read on a phone. */
const SHOWN = 8;

/** What says something to a person; the other states are steps of a moment on the way to these. */
const SAID: Partial<Readonly<Record<Happening["what"], string>>> = {
  QUEUED: "event-queued",
  TRAINING: "event-training",
  TAKEN_OVER: "event-taken-over",
  COMPLETED: "event-completed",
  FAILED: "event-failed",
  CANCELLED: "event-cancelled",
};

/**
 * What happened to a training, a line each, the oldest first.
 *
 * @param date how a moment is written; milliseconds since 1970 (UTC)
 */
export function historyLines(
  { createdAt, history = [] }: Pick<Training, "createdAt" | "history">,
  t: Translate,
  date: (at: number) => string,
): string[] {
  const events = history.flatMap(({ what, at }) => {
    const key = SAID[what];
    return key === undefined ? [] : [{ key, at }];
  });
  return [{ key: "event-begun", at: createdAt }, ...events]
    .slice(-SHOWN)
    .map(({ key, at }) => t("page-event", { date: date(at), event: plain(t(key)) }));
}
