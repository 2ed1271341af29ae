import { expect } from "chai";
import { STEPS } from "../support/train-by-chat.js";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { housePhotos } from "./pictures.js";
import type { Traveller } from "./traveller.js";
import { start, walkTo } from "./walk.js";

/** Somebody who leaves at every step and comes back, answers too early, and changes everything once more. */
export const changeOfMind: Journey = {
  name: "change-of-mind",
  about:
    "Leaving at every step and coming back; answers that come too early; everything changed on the last card.",
  async play({ anna: person, darkroom, language, recipeId }) {
    const anna = person();
    const { t } = anna.words;
    await darkroom.trainer.behave({ steps: 40 });
    const photos = await housePhotos(7);
    const wishes = { name: CAST[language].model, recipeId, photos: photos.slice(0, 5) };
    await anna.says("/train");
    for (const step of STEPS) {
      await walkTo(anna, step, wishes);
      if (step === "naming") await tooEarly(anna, photos[6]!);
      await leaveAndComeBack(anna);
    }

    const card = await walkTo(anna, "confirming", wishes);
    await anna.taps(card, "quality", "best");
    await anna.sees("confirm-title", { where: ({ text }) => text.includes(t("quality-best")) });
    await anna.taps(card, "more-photos");
    const counting = await anna.sees("collect-prompt");
    expect(counting.text).to.contain("📷 5");
    await anna.sendsPhotos(photos.slice(5, 6));
    await anna.taps(await anna.seesCount(6), "done");
    const again = await walkTo(anna, "confirming", wishes);
    await anna.taps(again, "captions");
    await anna.sees("caption-page");
    await anna.says("a red toy house");
    const last = await walkTo(anna, "confirming", wishes);
    await anna.taps(last, "base-model");
    const models = await anna.sees("base-model-prompt");
    await anna.taps(models, "recipe", recipeId);
    await anna.sees("confirm-title");
    expect(await anna.taps(models, "recipe", recipeId), "an old button answers").to.satisfy(isWordOrNone);

    const progress = await start(anna, await anna.sees("confirm-title", { ever: true }));
    const done = await anna.sees("done-title");
    expect(progress.id).to.be.below(done.id);
    await anna.says("/trainings");
    const list = await anna.sees("trainings-title");
    await anna.presses(list, new RegExp(wishes.name));
    await anna.presses(list, "training-rename");
    const question = await anna.sees("rename-prompt");
    await anna.replies(question, CAST[language].otherModel);
    await anna.sees("rename-done", { where: ({ text }) => text.includes(CAST[language].otherModel) });
  },
};

/** A photo while a name is asked for. */
async function tooEarly(anna: Traveller, photo: Buffer): Promise<void> {
  await anna.sendsPhotos([photo]);
  await anna.sees("photo-too-early");
}

async function leaveAndComeBack(anna: Traveller): Promise<void> {
  await anna.says("/cancel");
  await anna.taps(await anna.sees("cancel-left"), "resume");
}

function isWordOrNone(answer: string | undefined): boolean {
  return answer === undefined || answer.length > 0;
}
