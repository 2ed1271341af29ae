import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { beginAndWalkTo, chooseSteps, start } from "./walk.js";

const STEPS = 120;
const HALF = 60;

/** A training that is stopped half way, and goes on from there. */
export const stopAndContinue: Journey = {
  name: "stop-and-continue",
  about:
    "Half way: the progress card with its curve and samples. Stop, a change of mind, stop, and on from there.",
  async play({ anna: person, darkroom, language, recipeId }) {
    const anna = person();
    await darkroom.trainer.behave({ secondsPerStep: 0.005, hold: HALF });
    const wishes = { name: CAST[language].model, recipeId };
    await beginAndWalkTo(anna, "confirming", wishes);
    const progress = await start(anna, await chooseSteps(anna, STEPS));
    await anna.sees("card-step", { where: ({ text }) => text.includes(`${HALF - 1}`) });
    await anna.taps(progress, "stop");
    await anna.taps(progress, "stop-no");
    await anna.taps(progress, "stop");
    await anna.taps(progress, "stop-yes");
    const stopped = await anna.sees("cancelled-message");
    await anna.sees("card-cancelled", { where: ({ id }) => id === progress.id, ever: true });

    // One that began anew would stay at the second step for ever.
    await darkroom.trainer.behave({ secondsPerStep: 0.005, hold: 2 });
    await anna.taps(stopped, "resume");
    const next = await anna.sees("card-title");
    await anna.sees("done-title");
    await anna.sees("card-completed", { where: ({ id }) => id === next.id, ever: true });
    expect(next.media, "the curve and the samples").to.include({ kind: "photo" });
  },
};
