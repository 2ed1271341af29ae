import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import sharp from "sharp";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { PersonChat } from "../support/telegram/index.js";
import { PROMPTS, startTraining, tapFor } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 20_000 };

describe("what is shown of a training in the chat", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 9_000;

  function newChat(languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  }

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  async function samplesOf(trainingId: string): Promise<string[]> {
    const folder = join(darkroom().dataFolder, "blobs", "models", trainingId, "samples");
    return readdir(folder).catch(() => []);
  }

  const newestId = async (): Promise<string> => (await darkroom().trainer.starts()).at(-1)!;

  it("is a card that becomes a picture, keeps its words and buttons, and gives all samples at a tap", async function () {
    this.timeout(60_000);
    const { trainer } = darkroom();
    await trainer.behave({ steps: 120, secondsPerStep: 0.02, hold: 100 });
    const chat = newChat();
    const card = await startTraining(chat);
    expect(card.media).to.equal(undefined);
    await chat.waitFor(/Step 99 of 120/, { after: card, ...PATIENCE });
    await eventually(() => expect(card.media?.kind).to.equal("photo"), 20_000);
    expect(card.text)
      .to.match(/^🎞 Rex · Tiny SDXL/)
      .and.to.match(/[▓░]{12} \d+%/);
    expect(card.text.length).to.be.below(1024);
    await eventually(() => expect(card.buttons).to.deep.equal(["⏹ Stop", "🔕 Mute", "🖼 Samples"]), 20_000);
    const picture = await sharp(card.media!.path).metadata();
    expect(picture.width).to.equal(1080);

    const mark = chat.mark();
    await chat.tap(card, /Samples/);
    const sheet = await chat.waitFor(({ media, fromBot }) => fromBot && media?.kind === "photo", {
      after: mark,
    });
    expect(sheet.id).not.to.equal(card.id);
    const stranger = newChat();
    const theirs = await stranger.ask("/train", PROMPTS.subject);
    const data = card.keyboard[1]![0]!.callback_data!;
    expect((await stranger.forgeTap(theirs, data)).text).to.contain("somebody else");

    await trainer.behave({ steps: 120 });
    await chat.waitFor(/is trained/, { after: mark, ...PATIENCE });
    expect(card.media?.kind).to.equal("photo");
    expect(card.text).to.contain("✅ Done");
    expect(card.buttons).to.be.empty;
    expect(await samplesOf(await newestId())).to.have.length(4);
    const kept = await readFile(
      join(darkroom().dataFolder, "blobs", "models", await newestId(), "samples", "000120-0.jpg"),
    );
    expect(kept.toString("latin1"), "metadata").not.to.contain("secret words");
  });

  it("ends with one message in words that says how to use the file, and the file itself", async () => {
    const chat = newChat();
    const card = await startTraining(chat);
    const done = await chat.waitFor(/is trained/, { after: card, ...PATIENCE });
    expect(done.raw.text, "it is no caption").to.be.a("string");
    expect(done.text).to.match(/ComfyUI: .*models\/loras.*ohwxrex/);
    expect(done.text).to.contain("<lora:Rex-tiny-sdxl:0.8> ohwxrex");
    const file = await chat.waitFor(({ media }) => media?.kind === "document", PATIENCE);
    expect(file.media!.fileName).to.equal("Rex-tiny-sdxl.safetensors");
    const digest = createHash("sha256")
      .update(await readFile(file.media!.path))
      .digest("hex");
    expect(done.text).to.contain(digest);
    expect(chat.messages.filter(({ text }) => text.includes("is trained"))).to.have.length(1);
    await tapFor(chat, done, /Samples/, ({ media }) => media?.kind === "photo");
  });

  it("is in words where a picture does not arrive, and a picture again the next time", async function () {
    this.timeout(60_000);
    const { telegram, trainer } = darkroom();
    await trainer.behave({ steps: 50, hold: 30 });
    telegram.faults.failNext(({ method }) => method === "editMessageMedia", {
      errorCode: 429,
      description: "Too Many Requests: retry after 3",
      retryAfter: 3,
    });
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.waitFor(/Step 29 of 50/, { after: card, ...PATIENCE });
    await trainer.behave({ steps: 50 });
    await chat.waitFor(/is trained/, { after: card, ...PATIENCE });
    expect(card.media?.kind).to.equal("photo");
    expect(chat.messages.filter(({ text }) => text.startsWith("🎞"))).to.have.length(1);
  });

  it("keeps the picture of a training that was stopped, and no sample of it", async function () {
    this.timeout(60_000);
    const { trainer } = darkroom();
    await trainer.behave({ steps: 120, hold: 70 });
    const chat = newChat();
    const card = await startTraining(chat);
    await eventually(() => expect(card.media?.kind).to.equal("photo"), 30_000);
    expect(await samplesOf(await newestId())).not.to.be.empty;
    await chat.tap(card, /Stop/);
    await tapFor(chat, card, /Yes/, /Rex is stopped/);
    expect(card.text).to.contain("⏹ Stopped");
    expect(card.media?.kind).to.equal("photo");
    await eventually(async () => expect(await samplesOf(await newestId())).to.deep.equal([]), 20_000);
  });

  it("goes with the training when its person deletes it", async () => {
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.waitFor(/is trained/, { after: card, ...PATIENCE });
    const id = await newestId();
    expect(await samplesOf(id)).not.to.be.empty;
    const page = await chat.ask("/trainings", /Your training/);
    await chat.tap(page, /Rex/);
    await eventually(() => expect(page.buttons.join()).to.contain("Delete"));
    await chat.tap(page, /Delete/);
    await chat.tap(page, /Yes/);
    await eventually(async () => expect(await samplesOf(id)).to.deep.equal([]));
  });

  const languages = {
    Español: /A1111: ponlo en models\/Lora y escribe <lora:Rex-tiny-sdxl:0.8> ohwxrex/,
    Русский: /A1111: положите его в models\/Lora и напишите в промпте <lora:Rex-tiny-sdxl:0.8> ohwxrex/,
  };
  for (const [language, use] of Object.entries(languages)) {
    it(`says how to use the file in ${language}`, async () => {
      const { trainer } = darkroom();
      await trainer.behave({ steps: 4, hold: 3 });
      const chat = newChat();
      const card = await startTraining(chat);
      await chat.tap(await chat.ask("/language", /Which language/), new RegExp(language));
      await trainer.behave({ steps: 4 });
      await chat.waitFor(use, { after: card, ...PATIENCE });
    });
  }
});
