import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

describe("the words of all captions", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 5_900;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  /** A review of "ohwxrex, a dog by day", "ohwxrex, a dog by night" and "ohwxrex". */
  async function reviewed(chat: PersonChat): Promise<ChatMessage> {
    await goTo(chat, "review");
    const first = await chat.ask("a dog by day", /^1 of 3\s+ohwxrex, a dog by day/);
    await tapFor(chat, first, "▶️", /^2 of 3/);
    return chat.ask("a dog by night", /^2 of 3\s+ohwxrex, a dog by night/);
  }

  it("are replaced after a look at what changes, and put back by Undo", async () => {
    const chat = newChat();
    const page = await reviewed(chat);
    await tapFor(chat, page, /Replace words/, /Which words shall be replaced/);
    await chat.ask("dog", /in the place of dog/);
    const preview = await chat.ask("<b>fox</b>", /2 captions change/);
    expect(preview.text).to.contain("ohwxrex, a dog by day → ohwxrex, a <b>fox</b> by day");
    expect(preview.buttons).to.deep.equal(["✅ Apply", "✖️ Leave it"]);
    expect(page.text, "nothing changes yet").to.contain("a dog by night");
    const shown = await tapFor(chat, preview, /Apply/, /^2 of 3\s+ohwxrex, a <b>fox<\/b> by night/);
    expect(preview.buttons).to.be.empty;
    const done = chat.messages.findLast(({ text }) => text.includes("2 captions were changed"))!;
    const back = await tapFor(
      chat,
      done,
      /Undo/,
      ({ text, buttons }) => /^2 of 3\s+ohwxrex, a dog by night/.test(text) && buttons.length > 0,
    );
    await eventually(() => expect(shown.buttons, "the older page").to.be.empty);
    expect(done.buttons).to.be.empty;
    await tapFor(chat, back, /fine/, PROMPTS.confirming);
  });

  it("may be taken out; the trigger word stays", async () => {
    const chat = newChat();
    const page = await reviewed(chat);
    await tapFor(chat, page, /Replace words/, /Which words/);
    const asked = await chat.ask("ohwxrex, a", /in the place of/);
    const preview = await tapFor(chat, asked, /take them out/, /2 captions change/);
    expect(preview.text).to.contain("2 of them would lose the trigger word: it stays, in front");
    await tapFor(chat, preview, /Apply/, /^2 of 3\s+ohwxrex, dog by night/);
  });

  it("are put in front of all", async () => {
    const chat = newChat();
    const page = await reviewed(chat);
    await tapFor(chat, page, /Words in front/, /in front of every caption/);
    const preview = await chat.ask("a photo of", /3 captions change/);
    await tapFor(chat, preview, /Apply/, /^2 of 3\s+a photo of ohwxrex, a dog by night/);
  });

  it("that no caption has are said so at once, and others may be typed instead", async () => {
    const chat = newChat();
    const page = await reviewed(chat);
    await tapFor(chat, page, /Replace words/, /Which words/);
    await chat.ask("cat", /No caption has cat\. Type other words/);
    const none = await chat.ask("<cow>", /No caption has <cow>/);
    expect(none.buttons).to.deep.equal(["✖️ Leave it"]);
    await chat.ask("DOG", /in the place of DOG/);
    await chat.ask("dog", /No caption has DOG/);
    await chat.ask("typed", /^2 of 3\s+ohwxrex, typed/);
  });

  it("are not asked for any more once something else is tapped", async () => {
    const chat = newChat();
    const page = await reviewed(chat);
    const question = await tapFor(chat, page, /Words in front/, /in front of every caption/);
    const left = await tapFor(chat, question, /Leave it/, /^2 of 3/);
    const typed = await chat.ask("typed anew", /^2 of 3\s+ohwxrex, typed anew/);
    expect(left.id).not.to.equal(typed.id);
    await tapFor(chat, typed, /Words in front/, /in front of every caption/);
    await tapFor(chat, typed, "▶️", /^3 of 3/);
    await chat.ask("typed again", /^3 of 3\s+ohwxrex, typed again/);
  });

  it("are changed once by a double tap, and not by the button of an older look", async () => {
    const chat = newChat();
    const page = await reviewed(chat);
    const look = async (words: string): Promise<ChatMessage> => {
      const current = chat.messages.findLast(
        ({ text, buttons }) => PROMPTS.review.test(text) && buttons.length > 0,
      );
      await tapFor(chat, current ?? page, /Words in front/, /in front of every caption/);
      return chat.ask(words, /captions change/);
    };
    const older = await look("old");
    const newer = await look("new");
    await tapFor(chat, older, /Apply/, /That change is old/);
    await Promise.all([chat.tap(newer, /Apply/), chat.tap(newer, /Apply/)]);
    await chat.waitFor(/^2 of 3\s+new ohwxrex, a dog by night/);
    expect(chat.messages.some(({ text }) => text.includes("new new"))).to.be.false;
  });

  it("that are asked for survive a restart, and so does the way back", async () => {
    const chat = newChat();
    const page = await reviewed(chat);
    await tapFor(chat, page, /Replace words/, /Which words/);
    await chat.ask("dog", /in the place of dog/);
    await darkroom().stop();
    await chat.send("fox");
    await darkroom().start();
    const preview = await chat.waitFor(/2 captions change/);
    await tapFor(chat, preview, /Apply/, /^2 of 3\s+ohwxrex, a fox by night/);
    const done = chat.messages.findLast(({ text }) => text.includes("captions were changed"))!;
    await darkroom().stop();
    await darkroom().start();
    await tapFor(chat, done, /Undo/, /^2 of 3\s+ohwxrex, a dog by night/);
  });
});
