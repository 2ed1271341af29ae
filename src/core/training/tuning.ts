import { DomainError } from "../errors.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Limit, Recipe } from "../recipes/recipe.js";
import { recipeById } from "../recipes/index.js";
import { isClip } from "./clips.js";
import { maskRefusal } from "./masks.js";
import type { Actor, Options, Parameters, Training } from "./model.js";
import { checkParameter, PARAMETER_NAMES, resolveParameters, type ParameterName } from "./options.js";
import type { TrainingRecords } from "./records.js";

/** One of the numbers that a person may set, as it stands. */
export interface Dial {
  readonly name: ParameterName;
  readonly value: number;
  /** What it would be, were it not set by hand. */
  readonly preset: number;
  readonly byHand: boolean;
  readonly limit: Limit;
  /** The next sensible value below, and above; left out at the limit, and where there are choices. */
  readonly less?: number;
  readonly more?: number;
}

/** Learning rates are tried in parts of a decade: a tenth more or less shows in no picture. */
const DECADE = [1, 1.5, 2, 3, 5, 7, 10];
/** A step changes a number by about this share. */
const SHARE = 1 / 8;
const ROUND_STEPS = [5, 2, 1];

/** All numbers of a training, each with its limits. @param images size of the dataset, as presets count it */
export function dialsOf(recipe: Recipe, options: Options, images: number): Dial[] {
  const values = resolveParameters(recipe, options, images);
  const presets = resolveParameters(recipe, { ...options, overrides: {} }, images);
  return PARAMETER_NAMES.map((name) => {
    const limit = recipe.limits[name];
    const value = values[name];
    const byHand = options.overrides[name] !== undefined;
    return { name, value, preset: presets[name], byHand, limit, ...neighbours(name, value, limit) };
  });
}

function neighbours(name: ParameterName, value: number, limit: Limit): { less?: number; more?: number } {
  if (limit.choices !== undefined) return {};
  const next = name === "learningRate" ? onLadder(value) : onGrid(value);
  const less = Math.max(limit.min, next.less);
  const more = Math.min(limit.max, next.more);
  return { ...(less < value && { less }), ...(more > value && { more }) };
}

/** The round numbers around a whole one: 1,500 has 1,400 and 1,600, and 120 has 110 and 130. */
function onGrid(value: number): { less: number; more: number } {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value * SHARE)));
  const size = (ROUND_STEPS.find((round) => round * power <= value * SHARE) ?? 1) * power;
  return { less: (Math.ceil(value / size) - 1) * size, more: (Math.floor(value / size) + 1) * size };
}

function onLadder(value: number): { less: number; more: number } {
  const power = Math.floor(Math.log10(value));
  // Read from its digits, so that 3e-4 is the number that people write and not its neighbour.
  const rungs = [power - 1, power].flatMap((exponent) =>
    DECADE.map((digit) => Number(`${digit}e${exponent}`)),
  );
  return {
    less: rungs.findLast((rung) => rung < value) ?? value,
    more: rungs.find((rung) => rung > value) ?? value,
  };
}

/** Sets single numbers of a draft, and its masks. */
export class Tuning {
  readonly #records: TrainingRecords;
  readonly #datasets: Pick<DatasetRepository, "list">;
  readonly #masks: boolean;

  /** @param deps.masks whether this installation makes masks */
  constructor(deps: { records: TrainingRecords; datasets: Pick<DatasetRepository, "list">; masks: boolean }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#masks = deps.masks;
  }

  /** @throws DomainError `option-unknown`, `option-out-of-range` (with the limits or the choices) */
  async set(actor: Actor, trainingId: string, name: string, value: number): Promise<Training> {
    return this.#records.changeDraft(actor, trainingId, (draft) => {
      checkParameter(recipeById(draft.recipeId ?? ""), name, value);
      return withOverrides(draft, { ...draft.options.overrides, [name]: value });
    });
  }

  /**
   * Learns persons alone, or whole pictures again.
   *
   * @throws DomainError `masks-off`, `masks-persons-only`, `masks-no-clips`
   */
  async setMasks(actor: Actor, trainingId: string, on: boolean): Promise<Training> {
    const clips = on ? (await this.#datasets.list(trainingId)).filter(isClip).length : 0;
    return this.#records.changeDraft(actor, trainingId, (draft) => {
      const refusal = on ? maskRefusal(this.#masks, draft.options, clips) : undefined;
      if (refusal !== undefined) throw new DomainError(refusal);
      const { masks: _, ...options } = draft.options;
      return { ...draft, options: { ...options, ...(on && { masks: true }) } };
    });
  }

  /** As the preset says: this number, or all of them and no masks. */
  async reset(actor: Actor, trainingId: string, name?: string): Promise<Training> {
    return this.#records.changeDraft(actor, trainingId, (draft) => {
      const kept = Object.entries(draft.options.overrides).filter(
        ([own]) => name !== undefined && own !== name,
      );
      const { masks, ...options } = draft.options;
      const unmasked = { ...options, ...(name !== undefined && masks !== undefined && { masks }) };
      return withOverrides({ ...draft, options: unmasked }, Object.fromEntries(kept));
    });
  }
}

function withOverrides(draft: Training, overrides: Partial<Parameters>): Training {
  return { ...draft, options: { ...draft.options, overrides } };
}
