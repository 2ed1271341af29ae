import { adviseOn } from "../../core/training/advice.js";
import { CLIP_LIMITS } from "../../core/ports/clip-processor.js";
import { recipeById } from "../../core/recipes/index.js";
import { isClip } from "../../core/training/clips.js";
import { datasetBounds } from "../../core/training/dataset-bounds.js";
import { judge } from "../../core/training/dataset-review.js";
import type { DatasetImage, Training } from "../../core/training/model.js";
import { draftButton } from "./callback-data.js";
import { plain, type Button } from "./say.js";
import type { Translate } from "./texts.js";
import { sheetButton } from "./verdict-text.js";

/** One photo is seen in the chat. */
const WORTH_A_SHEET = 2;

/** What the card says while photos come in: how many, how many there should be, and what to look at before going on. */
export function collectingText(
  training: Training,
  images: readonly DatasetImage[],
  t: Translate,
): { html: string; rows: Button[][] } {
  const { min, recommended, max } = datasetBounds(training);
  const count = images.length;
  const state = count < min ? "few" : count < recommended ? "enough" : count < max ? "good" : "full";
  const html = [
    `${t("collect-prompt", { recommended, max })}\n`,
    ...tip(training, count < recommended, t),
    ...clipPrompt(training, t),
    t(`collect-count-${state}`, { count, min, recommended, max }),
    ...clipCount(images, t),
    ...adviceLines(training, images, t),
  ].join("\n");
  const rows: Button[][] = [];
  if (count >= WORTH_A_SHEET) rows.push([sheetButton(training.id, t)]);
  if (count >= min) rows.push([{ text: t("collect-done"), data: draftButton(training.id, "done") }]);
  return { html, rows };
}

/** What makes a set good for what is trained, while photos are wanted. */
function tip({ options }: Training, isWanted: boolean, t: Translate): string[] {
  const { subject } = options;
  return isWanted && subject !== undefined ? [`${t(`collect-tip-${subject}`)}\n`] : [];
}

/** What of a short video is learned, where the base model learns from them. */
function clipPrompt({ recipeId }: Training, t: Translate): string[] {
  const frames = recipeId === undefined ? undefined : recipeById(recipeId).clips?.frames;
  if (frames === undefined) return [];
  const { maxSeconds, frameRate } = CLIP_LIMITS;
  const learned = Math.round((frames - 1) / frameRate);
  return [`${t("collect-clips", { learned, max: maxSeconds })}\n`];
}

function clipCount(images: readonly DatasetImage[], t: Translate): string[] {
  const count = images.filter(isClip).length;
  return count === 0 ? [] : [t("collect-clips-count", { count })];
}

function adviceLines(training: Training, images: readonly DatasetImage[], t: Translate): string[] {
  const advice = adviseOn(judge(training, images)).map(({ code, count }) =>
    plain(t(`advice-${code}`, { count })),
  );
  return advice.length === 0 ? [] : [t("advice", { list: advice.join(", ") })];
}
