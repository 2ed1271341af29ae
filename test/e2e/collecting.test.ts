import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import sharp from "sharp";
import { animation, hugePng, withPngChunk } from "../integration/sharp/pictures.js";
import { eventually } from "../support/eventually.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { photo, photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 40_000 };

describe("collecting photos", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 1_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  it("takes an album of ten, files and forty photos that come at once, and counts them in one message", async () => {
    const chat = newChat();
    const card = await goTo(chat, "collecting");
    const pictures = await photos(55);
    const forty = pictures.slice(15).map((file) => ({ type: "photo" as const, file }));
    await Promise.all([
      chat.sendAlbum(pictures.slice(0, 10).map((file) => ({ type: "photo", file }))),
      ...pictures.slice(10, 15).map((file, index) => chat.sendDocument(file, { fileName: `${index}.jpg` })),
      ...[0, 10, 20, 30].map((first) => chat.sendAlbum(forty.slice(first, first + 10))),
    ]);
    const counted = await chat.waitFor(counting(55), PATIENCE);
    expect(counted.id).to.equal(card.id);
    const cards = (): ChatMessage[] => saidByBot(chat).filter(({ text }) => text.includes("📷"));
    expect(cards()).to.have.length(1);
    const below = await chat.waitFor((message) => message.id > card.id && counting(55)(message), PATIENCE);
    expect(chat.messages.at(-1)?.id, "comes down to where it is looked for").to.equal(below.id);
    await eventually(() => expect(cards(), "and no other is left").to.have.length(1));
    await chat.sendAlbum(pictures.slice(0, 10).map((file) => ({ type: "photo", file })));
    await chat.waitFor(/do not answer every one/, PATIENCE);
    const captioning = await tapFor(chat, below, /Done/, PROMPTS.captioning);
    expect(captioning.text).to.contain("55 photos");
    expect(saidByBot(chat).filter(({ text }) => text.includes("same picture"))).to.have.length(5);
  });

  it("makes a photo's own text its caption, with the trigger word in it", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    await chat.sendPhoto(await photo(1), { caption: "asleep on <the> sofa & happy" });
    await chat.sendAlbum([
      { type: "photo", file: await photo(2), caption: "ohwxrex in the snow" },
      { type: "photo", file: await photo(3) },
    ]);
    const captioning = await tapFor(
      chat,
      await chat.waitFor(counting(3), PATIENCE),
      /Done/,
      PROMPTS.captioning,
    );
    expect(captioning.text).to.match(/One photo has\s+no caption/);
    const first = await tapFor(chat, captioning, /trigger word alone/, /^1 of 3/);
    expect(first.text).to.contain("ohwxrex, asleep on <the> sofa & happy");
    const second = await tapFor(chat, first, "▶️", /^2 of 3/);
    expect(second.text).to.contain("\nohwxrex in the snow\n");
  });

  describe("what cannot be used is refused by name, with the reason, as an answer to it", () => {
    let chat: PersonChat;
    let taken: Buffer;

    before(async () => {
      chat = newChat();
      await goTo(chat, "collecting");
      taken = await photo(1);
      await chat.sendDocument(taken, { fileName: "taken.jpg" });
      await chat.waitFor(counting(1), PATIENCE);
    });

    async function refusalOf(send: () => Promise<ChatMessage>): Promise<string> {
      const sent = await send();
      const answer = await chat.waitFor(({ replyToId }) => replyToId === sent.id, PATIENCE);
      return answer.text;
    }

    it("the same file again", async () => {
      const text = await refusalOf(() => chat.sendDocument(taken, { fileName: "again.jpg" }));
      expect(text).to.contain("again.jpg").and.to.contain("same picture as number 1");
    });

    it("the same picture in a file with other metadata", async () => {
      const bare = await sharp(await photo(2))
        .png()
        .toBuffer();
      await chat.sendDocument(bare, { fileName: "bare.png" });
      await chat.waitFor(counting(2), PATIENCE);
      const noted = withPngChunk(bare, "tEXt", Buffer.from("Comment\0from my phone"));
      const text = await refusalOf(() => chat.sendDocument(noted, { fileName: "noted.png" }));
      expect(text).to.contain("noted.png").and.to.contain("same picture as number 2");
    });

    it("a text that is called a picture", async () => {
      const text = await refusalOf(() =>
        chat.sendDocument(Buffer.from("no picture"), { fileName: "notes.jpg" }),
      );
      expect(text).to.contain("notes.jpg").and.to.contain("not a picture that I can read");
    });

    it("a PNG of 10,000 by 10,000 pixels", async () => {
      const text = await refusalOf(() => chat.sendDocument(hugePng(10_000), { fileName: "huge.png" }));
      expect(text)
        .to.contain("huge.png")
        .and.to.contain("10,000 × 10,000 px")
        .and.to.contain("64 megapixels");
    });

    it("an animation", async () => {
      const gif = await animation("gif");
      const text = await refusalOf(() =>
        chat.sendDocument(gif, { fileName: "moving.gif", mimeType: "image/gif" }),
      );
      expect(text).to.contain("Moving pictures");
    });

    it("a video, where photos are learned", async () => {
      const video = { width: 320, height: 240, duration: 2 };
      const text = await refusalOf(() => chat.sendVideo(randomBytes(2_000), video));
      expect(text).to.contain("only the WAN base models learn from videos");
    });

    it("a picture of 100 pixels", async () => {
      const text = await refusalOf(async () => chat.sendPhoto(await photo(7, 160, 130).then(shrunk)));
      expect(text).to.contain("100 × 80 px").and.to.contain("at least 256");
    });

    it("a document that is no picture", async () => {
      const text = await refusalOf(() =>
        chat.sendDocument(Buffer.from("%PDF-1.7 …"), { fileName: "letter.pdf" }),
      );
      expect(text).to.contain("letter.pdf").and.to.contain("PDF pictures cannot be read");
    });

    it("a file of 25 MB, which Telegram does not hand over to bots", async () => {
      const text = await refusalOf(() => chat.sendDocument(randomBytes(25_000_000), { fileName: "raw.tif" }));
      expect(text).to.contain("raw.tif").and.to.contain("too big");
    });

    it("and the rest is kept", async () => {
      await chat.sendPhoto(await photo(20));
      await chat.waitFor(counting(3), PATIENCE);
    });
  });

  it("does not begin with too few photos, not by a forged button either", async () => {
    const chat = newChat();
    const card = await goTo(chat, "collecting");
    expect(card.buttons).to.be.empty;
    await chat.sendPhoto(await photo(1));
    const one = await chat.waitFor(counting(1), PATIENCE);
    expect(one.text).to.contain("at least 3 are needed");
    expect(one.buttons).to.be.empty;
    const question = await chat.ask("/train", /open draft/);
    const goOn = question.keyboard[0]![0]!.callback_data!;
    await chat.forgeTap(one, goOn.replace("resume", "done"));
    await chat.waitFor(/There is one photo; at least 3 are needed/);
  });

  it("answers once to an album that comes too early, and says that it is not taken", async () => {
    const chat = newChat();
    await goTo(chat, "naming");
    const mark = chat.mark();
    await chat.sendAlbum((await photos(5)).map((file) => ({ type: "photo", file })));
    await chat.ask("Rex", PROMPTS.trigger);
    const said = saidByBot(chat)
      .filter(({ stored }) => stored.sequence > mark)
      .map(({ text }) => text);
    const early =
      "Photos come a little later: please send this again when I ask for them. Please type a name first.";
    expect(
      said.filter((text) => text.includes("a little later") || text.includes("type a name")),
    ).to.deep.equal([early]);
  });

  it("offers the way back to a photo that comes too late", async () => {
    const chat = newChat();
    await goTo(chat, "review");
    const late = await chat.sendPhoto(await photo(40));
    const offer = await chat.waitFor(({ replyToId }) => replyToId === late.id);
    expect(offer.text).to.contain("not taken");
    await tapFor(chat, offer, /More photos/, counting(3));
    await chat.sendPhoto(await photo(41));
    await chat.waitFor(counting(4), PATIENCE);
  });
});

describe("collecting photos under Telegram's flood limits", () => {
  const darkroom = useDarkroom(startInProcess, { telegram: { limits: "telegram" } });

  it("loses no photo and no refusal, and counts right in the end", async function () {
    this.timeout(90_000);
    const { telegram } = darkroom();
    const chat = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" }).privateChat();
    const card = await goTo(chat, "collecting");
    const pictures = await photos(30);
    await Promise.all([
      ...[0, 10, 20].map((first) =>
        chat.sendAlbum(pictures.slice(first, first + 10).map((file) => ({ type: "photo", file }))),
      ),
      ...Array.from({ length: 22 }, (_, index) =>
        chat.sendDocument(Buffer.from(`no picture ${index}`), { fileName: `no-${index}.jpg` }),
      ),
    ]);
    const counted = await chat.waitFor(counting(30), { timeoutMs: 80_000 });
    expect(counted.id).to.equal(card.id);
    await chat.waitFor(/no-21\.jpg/, { timeoutMs: 80_000 });
    const refused = saidByBot(chat).filter(({ text }) => text.includes("was not taken"));
    expect(new Set(refused.map(({ text }) => /no-\d+/.exec(text)?.[0]))).to.have.property("size", 22);
    expect(
      telegram.calls.some(({ error }) => error?.code === 429),
      "the limits were met",
    ).to.be.true;
    expect(saidByBot(chat).some(({ text }) => text.includes("went wrong"))).to.be.false;
  });
});

function saidByBot(chat: PersonChat): ChatMessage[] {
  return chat.messages.filter(({ fromBot }) => fromBot);
}

function shrunk(picture: Buffer): Promise<Buffer> {
  return sharp(picture).resize(100, 80).jpeg().toBuffer();
}
