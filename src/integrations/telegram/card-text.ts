import type { Place } from "../../core/training/forecast.js";
import type { Training } from "../../core/training/model.js";
import type { Status } from "../../core/training/state.js";
import { maskLines } from "./mask-lines.js";
import type { Translate } from "./texts.js";
import { timeText } from "./time-text.js";

const BAR_CELLS = 12;
/** States in which it counts what came of the masks. */
const MASKED: ReadonlySet<Status> = new Set(["TRAINING", "PUBLISHING", "COMPLETED"]);

/** What a waiting training's card tells of the queue. */
export interface Wait {
  /** Waiting trainings that start before it. */
  readonly ahead: number;
  /** Until it starts; 0 where a slot is free. */
  readonly minutes: number;
}

export function waitOf({ ahead, startsAt }: Place, now: number): Wait {
  return { ahead, minutes: Math.max(0, Math.ceil((startsAt - now) / 60_000)) };
}

/** How the queue stands while a training waits in it. */
interface Queue {
  /** Left out: as it stood when the training was confirmed. */
  readonly wait?: Wait | undefined;
  /** Nothing new begins for now. */
  readonly paused?: boolean;
}

/** What the progress card says of a training in its present state. */
export function cardText(training: Training, t: Translate, queue: Queue = {}): string {
  const title = t("card-title", { name: training.name ?? "", model: t(`recipe-${training.recipeId ?? ""}`) });
  const masks = MASKED.has(training.status) ? maskLines(training, t) : [];
  return [title, ...stateLines(training, t, queue), ...masks].join("\n");
}

function stateLines(training: Training, t: Translate, { wait, paused = false }: Queue): string[] {
  const { progress, quote } = training;
  switch (training.status) {
    case "QUEUED":
      if (paused) return [t("card-queued-paused")];
      return [queuedLine(wait ?? { ahead: quote?.ahead ?? 0, minutes: quote?.waitMinutes ?? 0 }, t)];
    case "TRAINING":
      return progress === undefined ? [t("card-starting")] : progressLines(training, t);
    case "COMPLETED":
      return [bar(1), t("card-completed")];
    default:
      return [t(`card-${training.status.toLowerCase()}`)];
  }
}

function queuedLine({ ahead, minutes }: Wait, t: Translate): string {
  return minutes === 0 ? t("card-queued-free") : t("card-queued", { ahead, time: timeText(minutes, t) });
}

function progressLines({ progress, stopAt }: Training, t: Translate): string[] {
  if (progress === undefined) return [];
  if (progress.phase !== "train") return [t(`card-phase-${progress.phase}`)];
  const { step, steps, loss, etaSeconds } = progress;
  const lines = [bar(steps === 0 ? 0 : step / steps), t("card-step", { step, steps })];
  if (loss !== undefined) lines.push(t("card-loss", { loss: loss.toFixed(4) }));
  if (etaSeconds !== undefined) lines.push(remaining(etaSeconds, t));
  if (stopAt !== undefined) lines.push(t("card-stops-at", { step: stopAt }));
  return lines;
}

function remaining(seconds: number, t: Translate): string {
  return seconds < 90
    ? t("card-seconds-left", { seconds: Math.max(0, Math.round(seconds)) })
    : t("card-minutes-left", { minutes: Math.ceil(seconds / 60) });
}

function bar(share: number): string {
  const full = Math.max(0, Math.min(BAR_CELLS, Math.floor(share * BAR_CELLS)));
  return `${"▓".repeat(full)}${"░".repeat(BAR_CELLS - full)} ${Math.floor(share * 100)}%`;
}
