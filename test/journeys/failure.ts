import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { beginAndWalkTo, start } from "./walk.js";

/** What the trainer's contract says by this exit code: the card has too little memory. */
const OUT_OF_MEMORY = 71;
const BROKE_DOWN = 70;

/** Trainings that fail: why in plain words, and one button to try again with the same photos. */
export const failure: Journey = {
  name: "failure",
  about:
    "The trainer fails three times, each time with its reason; the same photos are tried again until there is a model.",
  async play({ anna: person, darkroom, language, recipeId }) {
    const anna = person();
    await darkroom.trainer.behave({ exit: OUT_OF_MEMORY });
    const wishes = { name: CAST[language].model, recipeId };
    await start(anna, await beginAndWalkTo(anna, "confirming", wishes));
    const failed = await anna.sees("failed-message");
    expect(failed.text).to.match(anna.words.pattern("error-trainer-memory"));

    await darkroom.trainer.behave({ exit: BROKE_DOWN });
    await anna.taps(failed, "again");
    const again = await anna.sees("failed-message", { where: ({ id }) => id !== failed.id });
    expect(again.text).to.match(anna.words.pattern("error-trainer-internal"));

    await darkroom.trainer.behave({ steps: 12, broken: "nan" });
    await anna.taps(again, "again");
    const spoilt = await anna.sees("failed-message", { where: ({ id }) => id > again.id });
    expect(spoilt.text).to.match(anna.words.pattern("error-model-invalid"));

    await darkroom.trainer.behave({ steps: 40 });
    await anna.says("/trainings");
    const list = await anna.sees("trainings-title");
    await anna.presses(list, new RegExp(wishes.name));
    await anna.presses(list, "training-again");
    await anna.sees("done-title");
  },
};
