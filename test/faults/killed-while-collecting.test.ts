import { expect } from "chai";
import { describe, it } from "mocha";
import { startAsProcess, useDarkroom } from "../support/darkroom.js";
import { photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

describe("kill -9 while photos come in", () => {
  const darkroom = useDarkroom(startAsProcess);

  for (const [person, kills] of [
    [1, [1]],
    [2, [3, 4, 5]],
  ] as const) {
    it(`loses no photo and takes none twice, killed ${kills.length} times`, async function () {
      this.timeout(90_000);
      const { telegram } = darkroom();
      const chat = telegram.person({ id: person, firstName: "Anna", languageCode: "en" }).privateChat();
      const card = await goTo(chat, "collecting");
      const pictures = await photos(20, person * 100);
      const albums = [0, 10].map((first) => pictures.slice(first, first + 10));
      let killing = files(kills[0]);
      for (const album of albums) {
        await chat.sendAlbum(
          album.map((file, index) => ({ type: "photo", file, caption: `number ${index}` })),
        );
      }
      for (const count of [...kills.slice(1), undefined]) {
        await killing;
        await darkroom().kill();
        if (count !== undefined) killing = files(count);
        await darkroom().start();
      }
      const counted = await chat.waitFor(counting(20), { timeoutMs: 60_000 });
      expect(counted.id, "it is the same card").to.equal(card.id);
      // A verdict on a photo that was taken is an answer to it as well.
      const refusals = chat.messages.filter(
        ({ fromBot, replyToId, text }) => fromBot && replyToId !== undefined && !text.includes("It stays"),
      );
      expect(refusals.map(({ text }) => text)).to.deep.equal([]);
      const page = await tapFor(chat, counted, /Done/, PROMPTS.review);
      expect(page.text, "every photo's own text is its caption").to.match(/^1 of 20\s+ohwxrex, number 0/);
    });
  }

  /** Resolves when the bot has asked for so many files from now on. */
  async function files(count: number): Promise<void> {
    const { telegram } = darkroom();
    let seen = 0;
    await new Promise<void>((resolve) => {
      const look = ({ method }: { method: string }): void => {
        if (method === "getFile" && ++seen === count) {
          telegram.off("call", look);
          resolve();
        }
      };
      telegram.on("call", look);
    });
  }
});
