import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { describe, it } from "mocha";
import { startAsProcess, useDarkroom } from "../support/darkroom.js";
import { photo } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";
import { zipOf } from "../support/zip-files.js";

describe("kill -9 while a zip is read", () => {
  const darkroom = useDarkroom(startAsProcess);

  it("loses no photo and no caption, takes none twice, and sums up right", async function () {
    this.timeout(120_000);
    const chat = darkroom().telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
    const card = await goTo(chat, "collecting");
    const files: Record<string, Buffer | string> = {};
    for (let number = 0; number < 40; number++) {
      files[`${number}.jpg`] = await photo(number, 1_600, 1_200);
      files[`${number}.txt`] = `number ${number}`;
    }
    const sent = await chat.sendDocument(await zipOf(files), { fileName: "rex.zip" });
    await chat.waitFor(({ replyToId }) => replyToId === sent.id, { timeoutMs: 40_000 });
    for (const pause of [150, 400, 300]) {
      await sleep(pause);
      await darkroom().kill();
      if (pause === 150) expect(chat.lastFromBot()?.text, "it is not through yet").to.not.contain("added");
      await darkroom().start();
    }
    const summary = await chat.waitFor(
      ({ replyToId, text }) => replyToId === sent.id && text.includes("added"),
      { timeoutMs: 60_000 },
    );
    expect(summary.text).to.contain("40 photos added").and.to.contain("40 captions");
    expect(summary.text).to.not.match(/already|not taken/);
    expect(chat.messages.filter(({ replyToId }) => replyToId === sent.id)).to.have.length(1);
    const counted = await chat.waitFor(counting(40), { timeoutMs: 40_000 });
    expect(counted.id, "it is the same card").to.equal(card.id);
    const page = await tapFor(chat, counted, /Done/, PROMPTS.review);
    expect(page.text).to.match(/^1 of 40\s+ohwxrex, number 0/);
  });
});
