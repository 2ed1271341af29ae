import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import sharp from "sharp";
import { startInProcess, useDarkroom, type Darkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { OpenAiServer } from "../support/openai-server.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { photos } from "../support/test-pictures.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

describe("captions by hand", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 5_000;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  it("offers no describing where no key is set", async () => {
    const prompt = await goTo(newChat(), "captioning");
    expect(prompt.buttons).to.deep.equal(["🔤 The trigger word alone"]);
  });

  it("turns the pages in a ring, in one message, each with its own photo and caption", async () => {
    const chat = newChat();
    const page = await goTo(chat, "review");
    expect(page.text).to.match(/^1 of 3\s+ohwxrex\s/);
    const colours = new Set<string>();
    for (const number of [2, 3, 1]) {
      await chat.tap(page, "▶️");
      await chat.waitFor(({ id, text }) => id === page.id && text.startsWith(`${number} of 3`));
      colours.add(await corner(page));
    }
    expect(colours).to.have.property("size", 3);
    await tapFor(chat, page, "◀️", ({ id, text }) => id === page.id && text.startsWith("3 of 3"));
  });

  it("takes what is typed for the photo that is shown, and shows it as it was typed", async () => {
    const chat = newChat();
    const page = await goTo(chat, "review");
    await tapFor(chat, page, "▶️", /^2 of 3/);
    const typed = await chat.ask("  ohwxrex with a <hat> & a\nball ", /^2 of 3/);
    expect(typed.text).to.contain("ohwxrex with a <hat> & a ball");
    await eventually(() => expect(page.buttons, "the older page has no buttons").to.be.empty);
    const prompt = await tapFor(chat, typed, /Edit/, /Type the new caption for photo 2/);
    expect(prompt.fromBot).to.be.true;
    const again = await chat.ask("a dog alone", /^2 of 3/);
    expect(again.text).to.contain("ohwxrex, a dog alone");
    await tapFor(chat, again, "▶️", /^3 of 3\s+ohwxrex\s/);
  });

  it("refuses a caption that is too long, and keeps the one before", async () => {
    const chat = newChat();
    await goTo(chat, "review");
    await chat.ask("w".repeat(1_100), /1,\d\d\d characters; 1,000 is the most/);
    await chat.ask("a short one", /^1 of 3\s+ohwxrex, a short one/);
  });

  it("shows a caption of the greatest length in one piece or cut, and keeps all of it", async () => {
    const chat = newChat();
    await goTo(chat, "review");
    const long = `ohwxrex ${"&<".repeat(490)}`;
    const page = await chat.ask(long, /^1 of 3/);
    expect(page.text).to.contain("…");
    await tapFor(chat, page, /fine/, PROMPTS.confirming);
  });

  it("goes back from the card to the captions, and shows them as they were left", async () => {
    const chat = newChat();
    await goTo(chat, "review");
    const typed = await chat.ask("a dog in the rain", /^1 of 3/);
    const card = await tapFor(chat, typed, /fine/, PROMPTS.confirming);
    await tapFor(chat, card, /Captions/, /^1 of 3\s+ohwxrex, a dog in the rain/);
  });
});

describe("captions by a describer", () => {
  const KEY = "sk-test-0000000000000000";
  let server: OpenAiServer;
  let darkroom: Darkroom;
  let people = 5_500;

  before(async () => {
    server = await OpenAiServer.start(KEY);
    server.behave({ content: "a plain drawing" });
    darkroom = await startInProcess({ env: { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl } });
  });
  after(async () => {
    await darkroom.close();
    await server.close();
  });

  function newChat(): PersonChat {
    return darkroom.telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  it("describes every photo, with the trigger word in front", async () => {
    server.behave({ content: "a circle on a plain ground" });
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    expect(prompt.buttons).to.deep.equal([
      "✨ Describe with AI, as tags",
      "✨ Describe with AI, as sentences",
      "🔤 The trigger word alone",
    ]);
    const asked = server.requests.length;
    const page = await tapFor(chat, prompt, /Describe/, PROMPTS.review);
    expect(server.requests.length - asked).to.equal(3);
    expect(page.text).to.contain("ohwxrex, a circle on a plain ground");
    server.behave({ content: "another look" });
    await tapFor(chat, page, /Redo/, /^1 of 3\s+ohwxrex, another look/);
  });

  it("keeps what was described when some fail, says how many and why, and tries those again", async () => {
    server.behave(
      { content: "one" },
      { content: "two" },
      { content: null, refusal: "no" },
      { content: null, refusal: "no" },
      { content: null, refusal: "no" },
      { content: null, refusal: "no" },
    );
    const chat = newChat();
    const prompt = await goTo(chat, "captioning");
    const failed = await tapFor(chat, prompt, /Describe/, /could not be described/);
    expect(failed.text).to.contain("One photo").and.to.contain("try again");
    server.behave({ content: "three" });
    const page = await tapFor(chat, failed, /Describe/, PROMPTS.review);
    const texts = [page.text];
    for (const number of [2, 3]) {
      await tapFor(chat, page, "▶️", new RegExp(`^${number} of 3`));
      texts.push(page.text);
    }
    expect(texts.join().match(/ohwxrex, (one|two|three)/g)).to.have.members([
      "ohwxrex, one",
      "ohwxrex, two",
      "ohwxrex, three",
    ]);
  });

  it("lets the trigger word stand in for the rest", async () => {
    server.behave({ status: 401, code: "invalid_api_key" });
    const chat = newChat();
    const prompt = await goTo(chat, "captioning", { photos: await photos(3) });
    const failed = await tapFor(chat, prompt, /Describe/, /3 photos could not be described/);
    await tapFor(chat, failed, /trigger word/, /^1 of 3\s+ohwxrex\s/);
  });
});

/** The colour of the picture's corner, which differs from photo to photo. */
async function corner(page: ChatMessage): Promise<string> {
  const picture = sharp(await readFile(page.media!.path)).extract({ left: 2, top: 2, width: 1, height: 1 });
  return (await picture.raw().toBuffer()).toString("hex");
}
