import { expect } from "chai";
import { zipOf } from "../support/zip-files.js";
import { CAST } from "./cast.js";
import type { Journey } from "./journey.js";
import { housePhotos } from "./pictures.js";
import { beginAndWalkTo, start, walkTo } from "./walk.js";

/** A set that was put together at home: photos with their captions, and what else lay in the folder. */
export const zip: Journey = {
  name: "zip",
  about:
    "Photos and captions as a zip: what was taken, what was not and why; the zip sent twice, and taken back.",
  async play({ anna: person, darkroom, language, recipeId }) {
    const anna = person();
    await darkroom.trainer.behave({ steps: 40 });
    const wishes = { name: CAST[language].model, recipeId };
    await beginAndWalkTo(anna, "collecting", wishes);
    const pictures = await housePhotos(6);
    const files = Object.fromEntries(pictures.map((file, index) => [`house/${index + 1}.jpg`, file]));
    const packed = await zipOf({
      ...files,
      "house/1.txt": "a red toy house, seen from its corner",
      "house/2.txt": "a red toy house in the evening",
      "house/notes.txt": "bought in May",
      "house/older.zip": "PK",
    });
    const sent = await anna.sendsFile(packed, "house.zip");
    const read = await anna.sees("collect-archive-photos", {
      where: ({ replyToId }) => replyToId === sent.id,
    });
    for (const key of ["collect-archive-captions", "error-archive-entry-alone", "error-archive-entry-nested"])
      expect(read.text).to.match(anna.words.pattern(key));
    await anna.seesCount(6);

    const more = await housePhotos(2, 6);
    const twice = await anna.sendsFile(
      await zipOf({ "1.jpg": pictures[0]!, "7.jpg": more[0]!, "8.jpg": more[1]! }),
      "more.zip",
    );
    await anna.sees("collect-archive-repeated");
    await anna.seesCount(8);
    await anna.replies(twice, anna.words.t("collect-undo-words").split(/[\s,]/)[0] ?? "");
    await anna.sees("collect-undone-archive");
    const card = await anna.sees(({ text }) => /📷 6(?!\d)/u.test(text), {
      where: ({ buttons }) => buttons.length > 0,
    });
    await anna.taps(card, "done");

    const page = await walkTo(anna, "review", wishes);
    expect(page.text).to.contain("a red toy house, seen from its corner");
    await start(anna, await walkTo(anna, "confirming", wishes));
    await anna.sees("done-title");
  },
};
