import { expect } from "chai";
import { CAST } from "./cast.js";
import { houseClip } from "./house-clip.js";
import type { Journey } from "./journey.js";
import { housePhotos } from "./pictures.js";
import { beginAndWalkTo, start, walkTo } from "./walk.js";

const CAPTION = "the camera goes past a red toy house, from the left to the right, at an even speed";

/** A motion for a video model: a short video beside photos, described by AI as what it is. */
export const clips: Journey = {
  name: "clips",
  about: "A motion for WAN: a short video among the photos, its still on the pages, captions of what moves.",
  recipeId: "tiny-wan",
  costly: true,
  async play({ anna: person, captioner, darkroom, language, recipeId }) {
    const anna = person();
    captioner.behave({ content: CAPTION });
    await darkroom.trainer.behave({ steps: 40 });
    const wishes = { name: CAST[language].model, recipeId, subject: "motion" } as const;
    const collecting = await beginAndWalkTo(anna, "collecting", wishes);
    expect(collecting.text).to.match(anna.words.pattern("collect-clips"));
    await anna.sendsVideo(await houseClip(), "past.mp4");
    await anna.sees("collect-clips-count", { ever: true });
    await anna.sendsPhotos(await housePhotos(3));
    await anna.seesCount(4);
    const broken = await anna.sendsVideo((await houseClip()).subarray(0, 3_000), "cut.mp4");
    await anna.sees("error-clip-unreadable", { where: ({ replyToId }) => replyToId === broken.id });
    await anna.taps(await anna.seesCount(4), "done");

    await anna.taps(await anna.sees("caption-prompt"), "describe", "sentence");
    const page = await anna.sees("caption-page", { where: ({ text }) => text.includes("🎬") });
    expect(page.text).to.contain(CAPTION);
    expect(page.media).to.include({ kind: "photo" });
    const asked = captioner.requests.map(({ messages }) => JSON.stringify(messages[0]));
    expect(asked.filter((system) => system.includes("stand for the movement"))).to.have.lengthOf(4);
    expect(asked.filter((system) => system.includes("one frame of the video"))).to.have.lengthOf(1);
    await anna.taps(page, "captions-done");
    await start(anna, await walkTo(anna, "confirming", wishes));
    await anna.sees("done-title");
  },
};
