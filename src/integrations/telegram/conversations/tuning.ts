import { DomainError, isDomainError } from "../../../core/errors.js";
import { PARAMETER_NAMES, type ParameterName } from "../../../core/training/options.js";
import { plain } from "../say.js";
import { ConfirmingScreens } from "./confirming-screens.js";
import type { Outcome, Scene, StepUpdate } from "./scene.js";

/** Verbs of the buttons that change a single number, or the masks. */
export const TUNING_TAPS: readonly string[] = ["advanced", "set", "reset"];

/** "rank 8", "rank: 8", "rank-8", "rank8"; a sign that stands before the number itself is the number's. */
const TYPED = /^\s*(\D*\p{L})(?:\s+|\s*[:=-]\s*|)([-−]?\d[\d.,\s e-]*)$/iu;

/** Shows what can be set, changes one thing, or takes what was set by hand back. */
export async function tapTuning(scene: Scene, { ctx, tap }: StepUpdate): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  const { tuning } = deps.service;
  const argument = tap?.argument ?? "";
  await scene.once(async (outer) => {
    if (tap?.verb === "reset") {
      await tuning.reset(person.actor, draftId, argument === "" ? undefined : argument);
    }
    if (tap?.verb === "set") {
      const [name = "", value = ""] = argument.split("=");
      if (name === "masks") await tuning.setMasks(person.actor, draftId, value === "on");
      else await tuning.set(person.actor, draftId, name, Number(value));
    }
    const screens = new ConfirmingScreens(scene, outer.api);
    await screens.show({ name: "advanced" }, ctx.callbackQuery?.message?.message_id);
  });
  return "stay";
}

/** "steps 800", "rank 16": a number set by hand. Undefined for any other text. */
export async function typeNumber(scene: Scene, text: string): Promise<Outcome | undefined> {
  const { deps, person, draftId, t } = scene;
  const [, word = "", number = ""] = TYPED.exec(text) ?? [];
  const name = PARAMETER_NAMES.find((candidate) =>
    [candidate, plain(t(`option-${candidate}`))].some(matches(word)),
  );
  if (name === undefined) return undefined;
  return change(scene, () =>
    inWords(scene, name, deps.service.tuning.set(person.actor, draftId, name, readNumber(number))),
  );
}

/** "masks on", "masks: off". Undefined for any other text. */
export async function typeMasks(scene: Scene, text: string): Promise<Outcome | undefined> {
  const { deps, person, draftId, t } = scene;
  const said = matches(text.replace(/[:=]/g, ""));
  const means = (...states: string[]): boolean =>
    ["masks", plain(t("option-masks"))].some((word) => states.some((state) => said(word + state)));
  const on = means("on", plain(t("masks-on")));
  if (!on && !means("off", plain(t("masks-off")))) return undefined;
  return change(scene, () => deps.service.tuning.setMasks(person.actor, draftId, on));
}

/** Changes something that was typed, and shows it below: on the screen that is open, or on the card. */
async function change(scene: Scene, make: () => Promise<unknown>): Promise<Outcome> {
  const advanced = await scene.once(async (outer) => {
    await make();
    const screens = new ConfirmingScreens(scene, outer.api);
    if ((await screens.shown())?.screen.name !== "advanced") return false;
    await screens.open({ name: "advanced" });
    return true;
  });
  return advanced ? "stay" : "next";
}

/** A refusal calls the number as the person does. */
async function inWords({ t }: Scene, name: ParameterName, setting: Promise<unknown>): Promise<void> {
  try {
    await setting;
  } catch (error) {
    if (!isDomainError(error, "option-out-of-range")) throw error;
    throw new DomainError(error.code, { ...error.params, option: plain(t(`option-${name}`)) });
  }
}

/** "1500", "1,500", "1 500", "0.002" and "0,0001" as people write them. */
function readNumber(text: string): number {
  const compact = text.trim().replace("−", "-");
  if (/^[1-9]\d{0,2}([.,\s]\d{3})+$/.test(compact)) return Number(compact.replace(/[.,\s]/g, ""));
  return Number(compact.replace(",", "."));
}

function matches(word: string): (candidate: string) => boolean {
  const fold = (value: string): string => value.toLowerCase().replace(/[\s_-]/g, "");
  return (candidate) => fold(candidate) === fold(word);
}
