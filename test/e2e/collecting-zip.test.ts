import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { photo, photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";
import { craftedZip, zipOf } from "../support/zip-files.js";

const PATIENCE = { timeoutMs: 40_000 };
/** The answer when the zip is through. */
const THROUGH = /📦 .*\n|was not taken|left out|no se ha añadido|не принят/;

describe("a zip of photos", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 8_000;

  function newChat(languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  }

  function sendZip(chat: PersonChat, zip: Buffer, fileName = "rex.zip"): Promise<ChatMessage> {
    return chat.sendDocument(zip, { fileName, mimeType: "application/zip" });
  }

  async function summaryOf(chat: PersonChat, sent: ChatMessage): Promise<string> {
    const through = ({ replyToId, text }: ChatMessage): boolean =>
      replyToId === sent.id && THROUGH.test(text);
    return (await chat.waitFor(through, PATIENCE)).text;
  }

  it("is taken with its captions, counted on the card, and summed up in the answer to it", async () => {
    const chat = newChat();
    const card = await goTo(chat, "collecting");
    const pictures = await photos(12);
    const files = Object.fromEntries(pictures.map((file, index) => [`set/${index + 10}.jpg`, file]));
    const sent = await sendZip(
      chat,
      await zipOf({
        ...files,
        "set/10.txt": "asleep on <the> sofa",
        "set/11.txt": "ohwxrex in the snow",
        "set/<b>notes</b> & more.txt": "nothing beside me",
        "set/inner.zip": "PK",
        "set/text.jpg": "no picture",
        "__MACOSX/set/._10.jpg": "junk",
        "set/.DS_Store": "junk",
      }),
    );
    const counted = await chat.waitFor(counting(12), PATIENCE);
    expect(counted.id).to.equal(card.id);
    const text = await summaryOf(chat, sent);
    expect(text).to.contain("rex.zip").and.to.contain("12 photos added").and.to.contain("2 captions");
    expect(text).to.contain("3 files not taken");
    expect(text).to.contain("set/<b>notes</b> & more.txt: There is no photo of the same name beside it.");
    expect(text).to.contain("set/inner.zip: Archives in an archive are not opened.");
    expect(text).to.contain("set/text.jpg: This is not a picture");
    expect(chat.messages.filter(({ replyToId }) => replyToId === sent.id)).to.have.length(1);
    const captioning = await tapFor(chat, counted, /Done/, PROMPTS.captioning);
    const page = await tapFor(chat, captioning, /trigger word alone/, /^1 of 12/);
    expect(page.text).to.contain("ohwxrex, asleep on <the> sofa");
  });

  it("leaves the chat free: the next photo is taken at once, and Done waits for the zip", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const pictures = await photos(40);
    const zip = await zipOf(Object.fromEntries(pictures.map((file, index) => [`${index}.jpg`, file])));
    const sent = await sendZip(chat, zip);
    await chat.sendPhoto(await photo(90));
    const enough = await chat.waitFor(
      ({ buttons }) => buttons.some((button) => button.includes("Done")),
      PATIENCE,
    );
    await tapFor(chat, enough, /Done/, /still reading your zip/);
    expect(await summaryOf(chat, sent)).to.contain("40 photos added");
    const counted = await chat.waitFor(counting(41), PATIENCE);
    await tapFor(chat, counted, /Done/, PROMPTS.captioning);
  });

  it("counts once when it is sent twice", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const [one, two] = await photos(2, 20);
    const zip = await zipOf({ "1.jpg": one!, "2.jpg": two! });
    expect(await summaryOf(chat, await sendZip(chat, zip))).to.contain("2 photos added");
    const again = await summaryOf(chat, await sendZip(chat, zip));
    expect(again).to.contain("No photo was added").and.to.contain("2 photos were there already");
    await chat.waitFor(counting(2), PATIENCE);
  });

  describe("is refused with a clear word", () => {
    const hostile: [string, () => Buffer, RegExp][] = [
      ["a bomb", () => bomb(), /unpacks to far more than photos do/],
      ["no zip", () => randomBytes(3_000), /not a zip, or it is cut off/],
      ["cut off", () => craftedZip([{ name: "1.jpg", content: "x" }]).subarray(0, 40), /cut off/],
      ["10,000 entries", () => craftedZip(empty(10_000)), /More than 2,000 files/],
      ["with a password", () => craftedZip([locked()]), /locked\.jpg: This is locked with a password/],
      ["with names that lead out", () => craftedZip([{ name: "../../x.jpg" }]), /leads out of the zip/],
      ["too big for Telegram", () => randomBytes(25_000_000), /too big: I can fetch 20 MB at most/],
    ];
    for (const [what, make, reason] of hostile) {
      it(what, async () => {
        const chat = newChat();
        await goTo(chat, "collecting");
        expect(await summaryOf(chat, await sendZip(chat, make(), "evil.zip"))).to.match(reason);
        expect(chat.messages.filter(counting(0))).to.be.empty;
        await chat.sendPhoto(await photo(3));
        await chat.waitFor(counting(1), PATIENCE);
      });
    }
  });

  it("keeps to one message, whatever the names are", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const names = Array.from({ length: 400 }, (_, index) => ({ name: `${'<&">'.repeat(60)}${index}.rar` }));
    const text = await summaryOf(chat, await sendZip(chat, craftedZip(names)));
    expect(text).to.contain("400 files not taken").and.to.contain("… and 392 more");
    expect(text.length).to.be.below(4_096);
  });

  it("is answered in the person's language", async () => {
    const zip = await zipOf({ "1.jpg": await photo(1), "2.rar": "x" });
    for (const [language, wanted] of [
      ["es", /Una foto añadida[^]*Un archivo no se ha añadido/],
      ["ru", /Добавлено 1 фото[^]*Не принят 1 файл/],
    ] as const) {
      const chat = newChat(language);
      await collectIn(chat);
      const sent = await sendZip(chat, zip);
      const answer = await chat.waitFor(
        ({ replyToId, text }) => replyToId === sent.id && text.includes("2.rar"),
        PATIENCE,
      );
      expect(answer.text).to.match(wanted);
    }
  });
});

describe("undo while photos are collected", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 9_000;

  function newChat(languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode }).privateChat();
  }

  async function answerTo(chat: PersonChat, sent: ChatMessage): Promise<string> {
    return (await chat.waitFor(({ replyToId }) => replyToId === sent.id, PATIENCE)).text;
  }

  it("takes back the photo that is replied to, of an album too, and counts down", async () => {
    const chat = newChat();
    const card = await goTo(chat, "collecting");
    const album = await chat.sendAlbum((await photos(4)).map((file) => ({ type: "photo", file })));
    await chat.waitFor(counting(4), PATIENCE);
    expect(await answerTo(chat, await chat.reply(album[1]!, "Undo!"))).to.contain("Photo 2 is out again");
    const counted = await chat.waitFor(counting(3), PATIENCE);
    expect(counted.id).to.equal(card.id);
    expect(await answerTo(chat, await chat.reply(album[1]!, "undo"))).to.contain("not in the set");
    await chat.sendPhoto((await photos(4))[1]!);
    await chat.waitFor(counting(4), PATIENCE);
  });

  it("takes back the last photo, by word or by command, one each time", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    for (const number of [1, 2, 3]) {
      await chat.sendPhoto(await photo(number));
      await chat.waitFor(counting(number), PATIENCE);
    }
    expect(await answerTo(chat, await chat.send("/undo"))).to.contain("Photo 3 is out");
    expect(await answerTo(chat, await chat.send("отмена"))).to.contain("Photo 2 is out");
    expect(await answerTo(chat, await chat.send("/deshacer"))).to.contain("Photo 1 is out");
    expect(await answerTo(chat, await chat.send("undo"))).to.contain("no photo to take back");
  });

  it("takes back all of the zip that is replied to, and nothing else", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const [own, ...zipped] = await photos(6, 30);
    await chat.sendPhoto(own!);
    const zip = await zipOf(Object.fromEntries(zipped.map((file, index) => [`${index}.jpg`, file])));
    const sent = await chat.sendDocument(zip, { fileName: "rex.zip" });
    await chat.waitFor(counting(6), PATIENCE);
    await chat.waitFor(/5 photos added/, PATIENCE);
    expect(await answerTo(chat, await chat.reply(sent, "undo"))).to.contain("5 photos of this zip are out");
    await chat.waitFor(counting(1), PATIENCE);
  });

  it("stops a zip that is being read", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const pictures = await photos(40, 60);
    const zip = await zipOf(Object.fromEntries(pictures.map((file, index) => [`${index}.jpg`, file])));
    const sent = await chat.sendDocument(zip, { fileName: "rex.zip" });
    await chat.waitFor(({ text }) => /📷 (One|\d+) photo/.test(text), PATIENCE);
    expect(await answerTo(chat, await chat.reply(sent, "undo"))).to.match(/photos? of this zip (is|are) out/);
    await chat.waitFor(({ replyToId, text }) => replyToId === sent.id && text.includes("left out"), PATIENCE);
    await chat.waitFor(/No photos yet/, PATIENCE);
  });

  it("says what to reply to, and is an ordinary word elsewhere", async () => {
    const chat = newChat();
    const card = await goTo(chat, "collecting");
    expect(await answerTo(chat, await chat.reply(card, "undo"))).to.contain("to a photo or a zip of yours");
    const other = newChat();
    await goTo(other, "naming");
    await other.ask("Undo", PROMPTS.trigger);
  });
});

/** To the collecting step in any language: by the order of the buttons. */
async function collectIn(chat: PersonChat): Promise<void> {
  const asked = await chat.ask("/train", ({ fromBot }) => fromBot);
  await chat.tap(asked, asked.buttons[0]!);
  await chat.waitFor(({ fromBot }) => fromBot, { after: asked });
  await chat.ask("Rex", ({ fromBot }) => fromBot);
  const models = await chat.ask("ohwxrex", ({ buttons }) =>
    buttons.some((button) => button.includes("SDXL")),
  );
  const mark = chat.mark();
  await chat.tap(models, /Tiny SDXL/);
  await chat.waitFor(({ text }) => text.includes("📷"), { after: mark });
}

function bomb(): Buffer {
  return craftedZip([{ name: "1.jpg", content: Buffer.alloc(30_000_000), deflated: true }]);
}

function empty(count: number): { name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${index}.jpg` }));
}

function locked() {
  return { name: "locked.jpg", content: "x".repeat(12), flags: 1, statedBytes: 0 };
}
