import { expect } from "chai";
import { before, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { PersonChat } from "../support/telegram/index.js";
import { clip } from "../support/test-clips.js";
import { photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 60_000 };
const SHAPE = { width: 320, height: 256, duration: 2 };

describe("collecting short videos", function () {
  this.timeout(120_000);
  const darkroom = useDarkroom(startInProcess);
  let people = 9_500;
  let moving: Buffer;

  before(async () => {
    moving = await clip();
  });

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  it("takes them beside photos for WAN, with their text as the caption, shows a still, and trains", async () => {
    const chat = newChat();
    const card = await goTo(chat, "collecting", { model: /Tiny WAN/ });
    expect(card.text).to.contain("Short videos work too, up to 60 seconds");
    expect(card.text).to.contain("in the first second is learned");
    const [first, second] = await photos(2);
    await chat.sendAlbum([
      { type: "photo", file: first! },
      { type: "video", file: moving, ...SHAPE, fileName: "run.mp4", caption: "runs to the left" },
      { type: "photo", file: second! },
    ]);
    const counted = await chat.waitFor(counting(3), PATIENCE);
    expect(counted.text).to.contain("One of them is a video.");
    const again = await chat.sendDocument(moving, { fileName: "again.mp4" });
    const refused = await chat.waitFor(({ replyToId }) => replyToId === again.id, PATIENCE);
    expect(refused.text).to.contain("again.mp4").and.to.contain("same picture as number");
    const captioning = await tapFor(chat, counted, /Done/, PROMPTS.captioning);
    let still = await tapFor(chat, captioning, /trigger word alone/, /^1 of 3/);
    // It has its number once it is read: photos that come meanwhile are before it.
    for (let page = 2; page <= 3 && !still.text.includes("🎬"); page++)
      still = await tapFor(chat, still, "▶️", new RegExp(`^${page} of 3`));
    expect(still.text).to.contain("🎬").and.to.contain("ohwxrex, runs to the left");
    const confirming = await tapFor(chat, still, /Captions are fine/, PROMPTS.confirming);
    const progress = await tapFor(chat, confirming, /Start/, /🎞/);
    await chat.waitFor(/is trained/, { after: progress, timeoutMs: 60_000 });
  });

  it("lets its sender leave and come back while one is read, and counts it all the same", async () => {
    const chat = newChat();
    await goTo(chat, "collecting", { model: /Tiny WAN/ });
    await chat.sendVideo(moving, SHAPE);
    const left = await chat.ask("/cancel", /is kept/);
    await tapFor(chat, left, /Go on/, PROMPTS.collecting);
    await chat.waitFor(counting(1), PATIENCE);
  });

  it("refuses one with the base models that take them, and a broken one, each as an answer to it", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const sent = await chat.sendVideo(moving, SHAPE);
    const answer = await chat.waitFor(({ replyToId }) => replyToId === sent.id, PATIENCE);
    expect(answer.text).to.contain("only the WAN base models learn from videos");
    const other = newChat();
    await goTo(other, "collecting", { model: /Tiny WAN/ });
    const broken = await other.sendVideo(moving.subarray(0, 3_000), { ...SHAPE, fileName: "cut.mp4" });
    const reason = await other.waitFor(({ replyToId }) => replyToId === broken.id, PATIENCE);
    expect(reason.text).to.contain("cut.mp4").and.to.contain("cannot be read");
  });
});
