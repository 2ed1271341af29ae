import { suits } from "../../core/recipes/suitability.js";
import { basisOf } from "../../core/training/basis.js";
import type { ReadyDraft } from "../../core/training/confirmation.js";
import {
  QUALITIES,
  SUBJECTS,
  type Parameters,
  type Quote,
  type Training,
} from "../../core/training/model.js";
import { DEFAULT_SUBJECT } from "../../core/training/options.js";
import { draftButton } from "./callback-data.js";
import { priceLines } from "./charge-text.js";
import { inRows, type Button } from "./say.js";
import type { Translate } from "./texts.js";
import { timeText } from "./time-text.js";

const SUBJECTS_IN_A_ROW = 3;

/** What a message shows. */
export interface Shown {
  readonly html: string;
  readonly rows: Button[][];
}

/**
 * All of a draft on one card, with the options as buttons and Start at the end.
 *
 * @param available the person's points; undefined where nothing costs anything
 */
export function confirmationCard(
  ready: ReadyDraft,
  quote: Quote,
  available: number | undefined,
  t: Translate,
): Shown {
  const lines = [
    t("confirm-title"),
    "",
    ...draftLines(ready, t),
    ...quoteLines(quote, t),
    ...priceLines(quote, available, t),
    "",
    ...termsLines(ready, t),
    "",
    t("confirm-hint", { steps: ready.parameters.steps }),
    ...(ready.recipe.demonstration ? ["", t("demonstration-note")] : []),
  ];
  return { html: lines.join("\n"), rows: buttonRows(ready, t) };
}

function draftLines(ready: ReadyDraft, t: Translate): string[] {
  const { training, recipe, images, parameters, masks } = ready;
  const { options } = training;
  const { subject = DEFAULT_SUBJECT } = options;
  const prompts = options.samplePrompts?.length;
  return [
    t("confirm-name", { name: training.name ?? "" }),
    t("confirm-trigger", { word: training.triggerWord ?? "" }),
    ...basisLines(training, parameters, t),
    t("confirm-model", { model: t(`recipe-${recipe.id}`) }),
    t("confirm-photos", { count: images.length }),
    t("confirm-options", {
      subject: t(`subject-${subject}`),
      quality: t(`quality-${options.quality}`),
      steps: parameters.steps,
      resolution: parameters.resolution,
      rank: parameters.rank,
    }),
    ...(masks === true ? [t("confirm-masks")] : []),
    ...(prompts === undefined ? [] : [t("confirm-prompts", { count: prompts })]),
  ];
}

/** What the weights begin with, or why they do not. */
function basisLines(training: Training, parameters: Parameters, t: Translate): string[] {
  const { basis } = training;
  if (basis === undefined) return [];
  const counts = basisOf(training, parameters) !== undefined;
  return [t(counts ? "confirm-basis" : "confirm-basis-unfit", { name: basis.name })];
}

function quoteLines(quote: Quote, t: Translate): string[] {
  return [
    t("confirm-minutes", { minutes: quote.minutes }),
    quote.waitMinutes === 0
      ? t("confirm-free")
      : t("confirm-queue", { ahead: quote.ahead, time: timeText(quote.waitMinutes, t) }),
  ];
}

/** What Start declares, and whose licence goes with it. */
function termsLines({ terms }: ReadyDraft, t: Translate): string[] {
  const { name, url, commercial } = terms.licence;
  const licence = { licence: name, url };
  return [
    t(commercial ? "confirm-licence" : "confirm-licence-noncommercial", licence),
    "",
    t("confirm-consent"),
  ];
}

function buttonRows({ training, recipe, terms }: ReadyDraft, t: Translate): Button[][] {
  const { id, options } = training;
  const { subject = DEFAULT_SUBJECT } = options;
  const choice = (verb: string, value: string, chosen: boolean): Button => ({
    text: `${chosen ? "✓ " : ""}${t(`${verb}-${value}`)}`,
    data: draftButton(id, verb, value),
  });
  const subjects = SUBJECTS.filter((candidate) => suits(recipe, candidate));
  return [
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
    [{ text: t("confirm-advanced"), data: draftButton(id, "advanced") }],
    // The terms are in the button: a card that shows others than there are now starts nothing.
    [{ text: t("confirm-start"), data: draftButton(id, "start", terms.id) }],
  ];
}
