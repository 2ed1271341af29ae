import type { DatasetRepository } from "../ports/dataset-repository.js";
import { byPreference, isPreferred } from "../recipes/preference.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Charging } from "./charging.js";
import { minutesOf } from "./estimate.js";
import type { Actor, Options, Training } from "./model.js";
import { fittingOverrides, resolveParameters } from "./options.js";
import type { Outlook } from "./outlook.js";
import type { Pace } from "./pace.js";
import type { TrainingRecords } from "./records.js";

/** A base model as it is put before a person. */
export interface BaseModelOffer {
  readonly recipeId: string;
  /** Training time on its slot alone for so many images, in minutes, at this installation's pace. */
  readonly minutes: number;
  /** What the training costs at most, in points; absent where nothing costs anything. */
  readonly price?: number;
  /** The draft's own, or as many as are usual while there are none. */
  readonly images: number;
  /** The most fitting one for what is to be trained, of those that are offered. */
  readonly isRecommended: boolean;
}

/** Which base models a draft may be trained on, the most fitting first. */
export class BaseModels {
  readonly #records: TrainingRecords;
  readonly #datasets: Pick<DatasetRepository, "count">;
  readonly #outlook: Outlook;
  readonly #charging: Pick<Charging, "priceOf">;
  readonly #offered: () => Promise<readonly Recipe[]>;

  /** @param deps.offered the recipes that this installation can run now */
  constructor(deps: {
    records: TrainingRecords;
    datasets: Pick<DatasetRepository, "count">;
    outlook: Outlook;
    charging: Pick<Charging, "priceOf">;
    offered: () => Promise<readonly Recipe[]>;
  }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#outlook = deps.outlook;
    this.#charging = deps.charging;
    this.#offered = deps.offered;
  }

  /** None while no worker is there that could train one. @throws DomainError `not-found`, `not-yours`, `not-a-draft` */
  async offers(actor: Actor, draftId: string): Promise<BaseModelOffer[]> {
    const draft = await this.#records.draft(actor, draftId);
    const { subject } = draft.options;
    const recipes = byPreference(await this.#offered(), subject);
    const count = await this.#datasets.count(draftId);
    const { pace } = await this.#outlook.view();
    return recipes.map((recipe, place) => {
      const images = count === 0 ? recipe.dataset.recommended : count;
      const options = optionsWith(recipe, draft);
      const price = this.#charging.priceOf(recipe, {
        parameters: resolveParameters(recipe, options, images),
        images,
        clips: 0,
      });
      return {
        recipeId: recipe.id,
        minutes: minutesOf(secondsOf({ ...draft, options }, recipe, images, pace)),
        ...(price !== undefined && { price }),
        images,
        isRecommended: place === 0 && recipes.length > 1 && isPreferred(recipe, subject),
      };
    });
  }
}

/** The draft's options, with the numbers set by hand that this recipe takes. */
function optionsWith(recipe: Recipe, { options }: Training): Options {
  return { ...options, overrides: fittingOverrides(recipe, options.overrides) };
}

/** As long as the draft would take with this recipe, its subject and its quality. */
function secondsOf(draft: Training, recipe: Recipe, images: number, pace: Pace): number {
  const imageIds = Array.from({ length: images }, String);
  return pace.secondsOf({ ...draft, recipeId: recipe.id, imageIds }) ?? 0;
}
