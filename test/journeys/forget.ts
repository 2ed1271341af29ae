import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { beginAndWalkTo, trainToEnd, USUAL_PHOTOS } from "./walk.js";

/** Everything of a person is given out, and then deleted. */
export const forget: Journey = {
  name: "forget",
  about: "The photos as a zip for oneself, and then everything deleted, with a receipt that says what.",
  async play({ anna: person, darkroom, language, recipeId }) {
    const anna = person();
    await darkroom.trainer.behave({ steps: 40 });
    const wishes = { name: CAST[language].model, recipeId };
    await trainToEnd(anna, wishes);
    await anna.says("/trainings");
    const page = await anna.sees("trainings-title");
    await anna.presses(page, new RegExp(wishes.name));
    await anna.presses(page, "training-export");
    const exported = await anna.sees("export-done");
    expect(exported.media).to.include({ kind: "document" });
    await beginAndWalkTo(anna, "trigger", { ...wishes, name: CAST[language].otherModel });

    await anna.says("/forget");
    const kept = await anna.sees("forget-prompt");
    await anna.presses(kept, "forget-no");
    await anna.sees("forget-kept");
    await anna.says("/forget");
    const question = await anna.sees("forget-prompt");
    await anna.presses(question, "forget-yes");
    const receipt = await anna.sees("forget-done");
    expect(receipt.text).to.contain("2").and.to.contain(`${USUAL_PHOTOS}`);
    expect(await filesUnder(join(darkroom.dataFolder, "blobs"))).to.equal(0);
    await anna.says("/trainings");
    await anna.sees("trainings-none");
  },
};

async function filesUnder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}
