import { expect } from "chai";
import { RECIPES } from "../../src/core/recipes/index.js";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { DEFAULT_RECIPE } from "./play.js";
import { trainToEnd } from "./walk.js";

/** Nothing but what is needed for a model, with each base model that no other journey trains. */
export const mainJob: Journey = {
  name: "main-job",
  about: "Photos, Start, the model: nothing but what is needed, with one base model after the other.",
  async play({ anna: person, darkroom, language, words }) {
    const anna = person();
    await darkroom.trainer.behave({ steps: 12 });
    for (const { id: recipeId } of RECIPES.filter(({ id }) => id !== DEFAULT_RECIPE)) {
      const model = words.t(`recipe-${recipeId}`);
      const done = await trainToEnd(anna, { name: `${CAST[language].model} ${recipeId}`, recipeId });
      expect(done.text).to.contain(model).and.to.match(words.pattern("model-use-comfyui"));
    }
  },
};
