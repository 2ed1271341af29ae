import type { Translate } from "./texts.js";

/** A span of time as one says it: "8 min", "45 min", "2 h 10 min"; the longer it is the rounder. */
export function timeText(minutes: number, t: Translate): string {
  const exact = Math.max(1, Math.round(minutes));
  if (exact <= 10) return t("time-minutes", { minutes: exact });
  if (exact < 58) return t("time-minutes", { minutes: Math.round(exact / 5) * 5 });
  const tens = Math.round(exact / 10) * 10;
  const [hours, rest] = [Math.floor(tens / 60), tens % 60];
  return rest === 0 ? t("time-hours", { hours }) : t("time-hours-minutes", { hours, minutes: rest });
}
