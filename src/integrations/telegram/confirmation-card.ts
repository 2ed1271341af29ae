import { suits } from "../../core/recipes/suitability.js";
import type { ReadyDraft } from "../../core/training/confirmation.js";
import { QUALITIES, SUBJECTS, type Quote } from "../../core/training/model.js";
import { DEFAULT_SUBJECT } from "../../core/training/options.js";
import { draftButton } from "./callback-data.js";
import { inRows, type Button } from "./say.js";
import type { Translate } from "./texts.js";
import { timeText } from "./time-text.js";

const SUBJECTS_IN_A_ROW = 3;

/** All of a draft on one card, with the options as buttons and Start at the end. */
export function confirmationCard(
  ready: ReadyDraft,
  quote: Quote,
  t: Translate,
): { html: string; rows: Button[][] } {
  const { training, recipe, images, parameters } = ready;
  const { id, options } = training;
  const { subject = DEFAULT_SUBJECT } = options;
  const subjects = SUBJECTS.filter((candidate) => suits(recipe, candidate));
  const lines = [
    t("confirm-title"),
    "",
    t("confirm-name", { name: training.name ?? "" }),
    t("confirm-trigger", { word: training.triggerWord ?? "" }),
    t("confirm-model", { model: t(`recipe-${recipe.id}`) }),
    t("confirm-photos", { count: images.length }),
    t("confirm-options", {
      subject: t(`subject-${subject}`),
      quality: t(`quality-${options.quality}`),
      steps: parameters.steps,
      resolution: parameters.resolution,
      rank: parameters.rank,
    }),
    t("confirm-minutes", { minutes: quote.minutes }),
    quote.waitMinutes === 0
      ? t("confirm-free")
      : t("confirm-queue", { ahead: quote.ahead, time: timeText(quote.waitMinutes, t) }),
    t(recipe.baseModel.licence.commercial ? "confirm-licence" : "confirm-licence-noncommercial", {
      licence: recipe.baseModel.licence.name,
    }),
    "",
    t("confirm-hint", { steps: parameters.steps }),
    ...(recipe.demonstration ? ["", t("demonstration-note")] : []),
  ];
  const choice = (verb: string, value: string, chosen: boolean): Button => ({
    text: `${chosen ? "✓ " : ""}${t(`${verb}-${value}`)}`,
    data: draftButton(id, verb, value),
  });
  return {
    html: lines.join("\n"),
    rows: [
      ...inRows(
        subjects.map((value) => choice("subject", value, value === subject)),
        SUBJECTS_IN_A_ROW,
      ),
      QUALITIES.map((value) => choice("quality", value, value === options.quality)),
      [
        { text: t("confirm-more-photos"), data: draftButton(id, "more-photos") },
        { text: t("confirm-captions"), data: draftButton(id, "captions") },
        { text: t("confirm-base-model"), data: draftButton(id, "base-model") },
      ],
      [{ text: t("confirm-start"), data: draftButton(id, "start") }],
    ],
  };
}
