import { DomainError } from "../errors.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Options, Parameters, Subject } from "./model.js";

export const DEFAULT_OPTIONS: Options = { quality: "balanced", overrides: {} };

/** What numbers are worked out for while the person has not said what to train. */
export const DEFAULT_SUBJECT: Subject = "character";

export const PARAMETER_NAMES = ["steps", "learningRate", "rank", "resolution", "batchSize"] as const;
export type ParameterName = (typeof PARAMETER_NAMES)[number];

/**
 * The numbers a training runs with: the recipe's defaults, changed by the preset, changed by the person.
 *
 * @param images size of the dataset; presets scale their steps by it
 * @throws DomainError `recipe-unsuitable` where the base model cannot learn the subject
 */
export function resolveParameters(recipe: Recipe, options: Options, images: number): Parameters {
  const presets = recipe.presets[options.subject ?? DEFAULT_SUBJECT];
  if (presets === undefined) throw new DomainError("recipe-unsuitable", { recipe: recipe.id });
  const { steps, ...preset } = presets[options.quality];
  const presetSteps =
    typeof steps === "number"
      ? steps
      : Math.min(steps.max, Math.max(steps.min, Math.round((images * steps.perImage) / 10) * 10));
  return { ...recipe.defaults, ...preset, steps: presetSteps, ...options.overrides };
}

/**
 * Checks a number that a person set by hand.
 *
 * @throws DomainError `option-unknown` or `option-out-of-range` (with the limits or the choices)
 */
export function checkParameter(recipe: Recipe, name: string, value: number): asserts name is ParameterName {
  const fault = faultOf(recipe, name, value);
  if (fault !== undefined) throw fault;
}

function faultOf(recipe: Recipe, name: string, value: number): DomainError | undefined {
  if (!(PARAMETER_NAMES as readonly string[]).includes(name)) {
    return new DomainError("option-unknown", { option: name.slice(0, 64) });
  }
  const limit = recipe.limits[name as ParameterName];
  const whole = name === "learningRate" || Number.isInteger(value);
  const allowed = limit.choices?.includes(value) ?? (value >= limit.min && value <= limit.max);
  if (Number.isFinite(value) && whole && allowed) return undefined;
  return new DomainError("option-out-of-range", {
    option: name,
    value: Number.isFinite(value) ? value : "?",
    allowed: limit.choices?.join(", ") ?? `${limit.min} – ${limit.max}`,
  });
}

/** Keeps of the overrides what the recipe allows: a base model may be changed after numbers were set. */
export function fittingOverrides(recipe: Recipe, overrides: Partial<Parameters>): Partial<Parameters> {
  const fits = ([name, value]: [string, number]): boolean => faultOf(recipe, name, value) === undefined;
  return Object.fromEntries(Object.entries(overrides).filter(fits));
}
