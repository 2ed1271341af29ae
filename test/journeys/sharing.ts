import { expect } from "chai";
import { HOSTILE_NAME } from "./cast.js";
import type { Journey } from "./journey.js";
import { shareModel, trainToEnd } from "./walk.js";

/** A model goes to a friend by a link, and is taken back. */
export const sharing: Journey = {
  name: "sharing",
  about:
    "A model with a name from right to left is given to a friend by a link, used by them, and taken back.",
  async play({ anna: person, ben: friend, darkroom, recipeId }) {
    const anna = person();
    await darkroom.trainer.behave({ steps: 40 });
    await trainToEnd(anna, { name: HOSTILE_NAME, triggerWord: "bayt7", recipeId });
    const { page, payload } = await shareModel(anna);

    const ben = friend();
    await ben.opens(payload);
    const offer = await ben.sees("share-offer");
    expect(offer.text).to.contain(HOSTILE_NAME);
    expect(ben.chat.transcript(), "who shares is not told").not.to.contain(anna.firstName);
    await ben.presses(offer, "share-accept");
    const model = await ben.sees("model-title");
    expect(model.text).to.contain(HOSTILE_NAME).and.to.contain("bayt7");

    await anna.presses(page, "share-end");
    await anna.sees("card-completed", { where: ({ id }) => id === page.id });
    await ben.opens(payload);
    await ben.sees("error-share-ended");
    await ben.says("/trainings");
    await ben.sees("trainings-none");
  },
};
