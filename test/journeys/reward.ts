import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { shareModel, sharePhotos, start, trainToEnd, walkTo } from "./walk.js";

/** Somebody trains with a model and on photos that were shared with them; who shared them has a share of what they pay. */
export const reward: Journey = {
  name: "reward",
  about:
    "A model is shared; a friend trains further from it with photos of their own, and then on the photos that were shared, too. Who shared them gets a share of the points.",
  env: {
    PRICING: "on",
    WELCOME_POINTS: "100",
    MODEL_REWARD_PERCENT: "25",
    DATASET_REWARD_PERCENT: "50",
    PRICES: JSON.stringify({ "tiny-sdxl": { start: 20, image: 0, minute: 0 } }),
  },
  recipeId: "tiny-sdxl",
  async play({ anna: person, ben: friend, darkroom, language, recipeId }) {
    const anna = person();
    const name = CAST[language].model;
    await darkroom.trainer.behave({ steps: 40 });
    await trainToEnd(anna, { name, recipeId });
    const { payload } = await shareModel(anna);

    const ben = friend();
    await ben.opens(payload);
    await ben.presses(await ben.sees("share-offer"), "share-accept");
    await ben.sees("model-title");
    await ben.says("/trainings");
    const list = await ben.sees("trainings-none");
    await ben.presses(list, /🎁/u);
    await ben.presses(list, new RegExp(name));
    await ben.presses(list, "training-further");
    const card = await walkTo(ben, "confirming", { name, recipeId });
    expect(card.text).to.match(ben.words.pattern("confirm-basis"));
    await start(ben, card);
    expect((await ben.sees("done-title")).text).to.match(ben.words.pattern("charge-paid"));

    const shared = await sharePhotos(anna);
    await ben.opens(shared.payload);
    await ben.presses(await ben.sees("photos-offer"), "photos-accept");
    await start(ben, await walkTo(ben, "confirming", { name: `${name} 3`, recipeId, photos: [] }));
    expect((await ben.sees("done-title")).text).to.match(ben.words.pattern("charge-paid"));

    await anna.says("/points");
    const statement = await anna.sees("points-balance");
    // 100 to begin with, 20 paid, a quarter of the friend's first 20 and half of the second.
    expect(statement.text)
      .to.contain("95")
      .and.to.match(anna.words.pattern("posting-reward"))
      .and.to.match(anna.words.pattern("posting-reward-photos"));
    expect(statement.text, "who it was is not told").not.to.contain(CAST[language].ben);
  },
};
