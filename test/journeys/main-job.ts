import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { trainToEnd } from "./walk.js";

/** Nothing but what is needed for a model, to see that each base model comes to its end. */
export const mainJob: Journey = {
  name: "main-job",
  about: "Photos, Start, the model: nothing but what is needed.",
  async play({ anna: person, darkroom, language, recipeId, words }) {
    const anna = person();
    await darkroom.trainer.behave({ steps: 12 });
    const done = await trainToEnd(anna, { name: CAST[language].model, recipeId });
    expect(done.text).to.contain(words.t(`recipe-${recipeId}`));
    expect(done.text).to.match(words.pattern("model-use-comfyui"));
  },
};
