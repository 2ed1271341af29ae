import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { blurredHouse, housePhotos, repeatedHouse } from "./pictures.js";
import { chooseSteps, start, walkTo } from "./walk.js";

const CAPTIONS = [
  "a red toy house with a blue roof on a green meadow",
  "a small red house seen from its corner, warm evening light",
  "a toy house with a yellow door, grey sky",
  "a red house from above, its roof window in view",
  "the side of a toy house, two windows, soft shadow",
  "a toy house far away on bare ground",
] as const;
const STEPS = 120;

/** Everything goes well: photos as an album and as files, AI captions, one look at everything, and a model. */
export const happyPath: Journey = {
  name: "happy-path",
  about: "From the first /start to the model: photos, verdicts, AI captions, the progress card, the file.",
  async play({ anna: person, captioner, darkroom, language, recipeId }) {
    const anna = person();
    const { t } = anna.words;
    captioner.behave(...sentences());
    await darkroom.trainer.behave({ secondsPerStep: 0.002, kilobytes: 300 });
    await anna.opens("");
    await anna.presses(await anna.sees("start"), "menu-train");
    const collecting = await walkTo(anna, "collecting", { name: CAST[language].model, recipeId });

    await anna.sendsPhotos(await housePhotos(6, 0, "large"));
    await anna.seesCount(6);
    const soft = await anna.sendsFile(await blurredHouse(6), "evening.jpg");
    const verdict = await anna.sees("verdict", { where: ({ replyToId }) => replyToId === soft.id });
    await anna.sendsFile(await repeatedHouse(0), "again.jpg");
    await anna.sees("fault-similar");
    const card = await anna.seesCount(8);
    expect(card.id, "one message counts").to.equal(collecting.id);
    await anna.taps(card, "sheet");
    const sheet = await anna.sees("sheet-caption");
    expect(sheet.media).to.include({ kind: "photo" });
    await anna.taps(verdict, "drop");
    await anna.sees("verdict-dropped");
    await anna.taps(await anna.seesCount(7), "done");

    await anna.taps(await anna.sees("caption-prompt"), "describe", "sentence");
    await anna.sees("captioning-ended");
    const page = await anna.sees("caption-page");
    expect(page.media).to.include({ kind: "photo" });
    await anna.says("the toy house on a table, seen from its corner");
    const typed = await anna.sees("caption-page", { where: ({ text }) => text.includes("on a table") });
    await anna.taps(typed, "captions-done");

    await anna.taps(await anna.sees("confirm-title"), "quality", "fast");
    await anna.sees("confirm-title", { where: ({ text }) => text.includes(t("quality-fast")) });
    const progress = await start(anna, await chooseSteps(anna, STEPS));
    const done = await anna.sees("done-title");
    await anna.sees(({ media }) => media?.kind === "document");
    await anna.sees("card-completed", { where: ({ id }) => id === progress.id, ever: true });
    expect(progress.media, "the curve and the samples").to.include({ kind: "photo" });
    expect(done.text).to.contain(CAST[language].model);
  },
};

function sentences(): [{ content: string }, ...{ content: string }[]] {
  const [first, ...rest] = CAPTIONS.map((content) => ({ content }));
  if (first === undefined) throw new RangeError("there is no caption");
  return [first, ...rest];
}
