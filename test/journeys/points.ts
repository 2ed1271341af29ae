import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { beginAndWalkTo, chooseSteps, start, type Wishes } from "./walk.js";

/** What the trainer's contract says by this exit code: the card has too little memory. */
const OUT_OF_MEMORY = 71;
const PRICE = 20;
const STEPS = 120;
const HALF = 60;

/** Points: bought, paid with, given back after a failure, and paid by the step after a stop. */
export const points: Journey = {
  name: "points",
  about:
    "Points are bought for Stars. One training is paid for, one fails and costs nothing, one is stopped half way and costs its steps; the statement tells of all.",
  env: {
    PRICING: "on",
    STAR_PACKS: "100=100,550=500",
    SUPPORT_CONTACT: "help@darkroom.example",
    PRICES: JSON.stringify({ "tiny-sdxl": { start: PRICE, image: 0, minute: 0 } }),
  },
  recipeId: "tiny-sdxl",
  async play({ anna: person, darkroom, language, recipeId }) {
    const anna = person();
    const name = CAST[language].model;
    const wishes = (number: number): Wishes => ({ name: `${name} ${number}`, recipeId });
    const says = (text: string, key: string): void => {
      expect(text).to.match(anna.words.pattern(key));
    };

    await anna.says("/buy");
    await anna.presses(await anna.sees("buy-choose"), /100/);
    const invoice = await anna.sees(({ raw }) => raw.invoice !== undefined);
    expect(await anna.chat.pay(invoice)).to.have.property("ok", true);
    await anna.sees("receipt-credited");

    await darkroom.trainer.behave({ steps: 40 });
    const card = await beginAndWalkTo(anna, "confirming", wishes(1));
    says(card.text, "confirm-price");
    says(card.text, "confirm-price-rule");
    await start(anna, card);
    says((await anna.sees("done-title")).text, "charge-paid");

    await darkroom.trainer.behave({ exit: OUT_OF_MEMORY });
    await start(anna, await beginAndWalkTo(anna, "confirming", wishes(2)));
    says((await anna.sees("failed-message")).text, "charge-back");

    await darkroom.trainer.behave({ secondsPerStep: 0.005, hold: HALF });
    await beginAndWalkTo(anna, "confirming", wishes(3));
    const progress = await start(anna, await chooseSteps(anna, STEPS));
    await anna.sees("card-step", { where: ({ text }) => text.includes(`${HALF - 1}`) });
    await anna.taps(progress, "stop");
    await anna.taps(progress, "stop-yes");
    says((await anna.sees("cancelled-message")).text, "charge-part");

    await anna.says("/points");
    await anna.sees("points-balance");
  },
};
