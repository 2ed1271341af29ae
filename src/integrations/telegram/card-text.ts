import type { Training } from "../../core/training/model.js";
import type { Translate } from "./texts.js";

const BAR_CELLS = 12;

/** What the progress card says of a training in its present state. */
export function cardText(training: Training, t: Translate): string {
  const title = t("card-title", { name: training.name ?? "", model: t(`recipe-${training.recipeId ?? ""}`) });
  return [title, ...stateLines(training, t)].join("\n");
}

function stateLines(training: Training, t: Translate): string[] {
  const { progress, quote } = training;
  switch (training.status) {
    case "QUEUED":
      return [t("card-queued", { ahead: quote?.ahead ?? 0, minutes: quote?.waitMinutes ?? 0 })];
    case "TRAINING":
      return progress === undefined ? [t("card-starting")] : progressLines(training, t);
    case "COMPLETED":
      return [bar(1), t("card-completed")];
    default:
      return [t(`card-${training.status.toLowerCase()}`)];
  }
}

function progressLines({ progress }: Training, t: Translate): string[] {
  if (progress === undefined) return [];
  if (progress.phase !== "train") return [t(`card-phase-${progress.phase}`)];
  const { step, steps, loss, etaSeconds } = progress;
  const lines = [bar(steps === 0 ? 0 : step / steps), t("card-step", { step, steps })];
  if (loss !== undefined) lines.push(t("card-loss", { loss: loss.toFixed(4) }));
  if (etaSeconds !== undefined) lines.push(remaining(etaSeconds, t));
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
