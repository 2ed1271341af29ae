import type { ReadyDraft } from "../../core/training/confirmation.js";
import type { ParameterName } from "../../core/training/options.js";
import { dialsOf, type Dial } from "../../core/training/tuning.js";
import { draftButton } from "./callback-data.js";
import type { Shown } from "./confirmation-card.js";
import { inRows, type Button } from "./say.js";
import type { Translate } from "./texts.js";

/** What each number does, in a line. */
const ABOUT: Readonly<Record<ParameterName, string>> = {
  steps: "about-steps",
  learningRate: "about-learning-rate",
  rank: "about-rank",
  resolution: "about-resolution",
  batchSize: "about-batch-size",
};
/** More beside each other are cut on a phone. */
const CHOICES_A_ROW = 3;

/** Every number of a training with its limits, and its masks, with the buttons that change them. */
export function advancedScreen({ training, recipe, images, masks }: ReadyDraft, t: Translate): Shown {
  const dials = dialsOf(recipe, training.options, images.length);
  const button = (text: string, verb: string): Button => ({ text, data: draftButton(training.id, verb) });
  const own = [button(t("confirm-prompts-button"), "prompts")];
  if (masks === true || dials.some(({ byHand }) => byHand)) own.unshift(button(t("advanced-reset"), "reset"));
  return {
    html: [t("advanced-title"), ...dials.map((dial) => dialText(dial, t)), ...masksText(masks, t)].join(
      "\n\n",
    ),
    rows: [
      ...dials.flatMap((dial) => dialRows(dial, training.id, t)),
      ...(masks === undefined ? [] : [[masksButton(masks, training.id, t)]]),
      own,
      [button(t("confirm-back"), "card-back")],
    ],
  };
}

function dialText({ name, value, preset, byHand, limit }: Dial, t: Translate): string {
  const shown = {
    option: t(`option-${name}`),
    value: numberText(value),
    allowed:
      limit.choices?.map(numberText).join(", ") ?? `${numberText(limit.min)} – ${numberText(limit.max)}`,
  };
  const head = byHand
    ? t("advanced-dial-by-hand", { ...shown, preset: numberText(preset) })
    : t("advanced-dial", shown);
  return `${head}\n${t(ABOUT[name])}`;
}

/** The value stands first: on a narrow screen it is the name that is cut. */
function dialRows(
  { name, value, preset, byHand, limit, less, more }: Dial,
  id: string,
  t: Translate,
): Button[][] {
  // A button names the number that it sets, so that a double tap sets it once.
  const made = (mark: string, target: number, verb: string, argument: string): Button => ({
    text: `${mark} ${numberText(target)} · ${t(`option-${name}`)}`.trim(),
    data: draftButton(id, verb, argument),
  });
  const set = (mark: string, target: number): Button => made(mark, target, "set", `${name}=${target}`);
  const buttons =
    limit.choices?.map((choice) => set(choice === value ? "✓" : "", choice)) ??
    [less === undefined ? [] : set("➖", less), more === undefined ? [] : set("➕", more)].flat();
  if (byHand) buttons.push(made("↺", preset, "reset", name));
  return inRows(buttons, CHOICES_A_ROW);
}

/** @param masks undefined where they are not to be had: then nobody reads of them */
function masksText(masks: boolean | undefined, t: Translate): string[] {
  if (masks === undefined) return [];
  const state = t(masks ? "masks-on" : "masks-off");
  return [`${t("advanced-masks", { option: t("option-masks"), state })}\n${t("about-masks")}`];
}

/** It says what it sets, so that a double tap sets it once. */
function masksButton(masks: boolean, id: string, t: Translate): Button {
  return {
    text: `${masks ? "✓ " : ""}${t("option-masks")}`,
    data: draftButton(id, "set", `masks=${masks ? "off" : "on"}`),
  };
}

/** As a person types it: 0.000001, not 1e-6. */
function numberText(value: number): string {
  return value.toLocaleString("en", { useGrouping: false, maximumSignificantDigits: 6 });
}
