import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { housePhotos } from "./pictures.js";
import { beginAndWalkTo, start, walkTo } from "./walk.js";

const A_DAY_MS = 24 * 3600_000;

/** The bot is away in the night, the person comes back in the morning, and nothing is lost. */
export const nextDay: Journey = {
  name: "next-day",
  about:
    "A draft that was left in the middle, over a night and a restart of the bot: it goes on where it was.",
  async play({ anna: person, darkroom, language, recipeId }) {
    const anna = person();
    await darkroom.trainer.behave({ steps: 40 });
    const wishes = { name: CAST[language].model, recipeId };
    await beginAndWalkTo(anna, "collecting", wishes);
    const [first, ...others] = await housePhotos(6);
    await anna.sendsPhotos(others.slice(0, 3));
    await anna.seesCount(3);
    await darkroom.stop();
    darkroom.telegram.advanceClock(A_DAY_MS);
    // Sent while nobody is there: Telegram keeps it, and it counts all the same.
    await anna.sendsPhotos(others.slice(3));
    await darkroom.start();
    await anna.seesCount(5);

    await anna.says("/cancel");
    await anna.sees("cancel-left");
    await anna.sendsPhotos([first!]);
    await anna.sees("stray-draft-photo");
    await anna.says("/train");
    const offer = await anna.sees("train-open-draft");
    expect(offer.text).to.contain(wishes.name).and.to.contain("5");
    await anna.taps(offer, "resume");
    await anna.sees("resumed");
    await anna.seesCount(5);
    await anna.sendsPhotos([first!]);
    await anna.taps(await anna.seesCount(6), "done");

    await walkTo(anna, "review", wishes);
    await darkroom.stop();
    darkroom.telegram.advanceClock(A_DAY_MS);
    await darkroom.start();
    await anna.says("a toy house in the morning");
    const page = await anna.sees("caption-page");
    expect(page.text).to.contain("in the morning");
    await anna.taps(page, "captions-done");
    await start(anna, await walkTo(anna, "confirming", wishes));
    await anna.sees("done-title");
  },
};
