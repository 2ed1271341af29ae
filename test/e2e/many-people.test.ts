import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import type { PersonChat } from "../support/telegram/index.js";
import { photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor, trainToEnd } from "../support/train-by-chat.js";

describe("many people at once", () => {
  const darkroom = useDarkroom(startInProcess, { telegram: { privacyMode: false } });

  it("ten people at once, each with a name, a word and photos of their own, do not mix", async function () {
    this.timeout(120_000);
    const { telegram } = darkroom();
    const ends = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const person = { id: 8_000 + index, firstName: `Person ${index}`, languageCode: "en" };
        const chat = telegram.person(person).privateChat();
        const wishes = {
          name: `Name ${index}`,
          triggerWord: `qvz${index}`,
          photos: await photos(3 + index, 100 * index),
        };
        await goTo(chat, "captioning", wishes);
        const prompt = chat.lastFromBot()!;
        const page = await tapFor(chat, prompt, /trigger word/, PROMPTS.review);
        expect(page.text).to.match(new RegExp(`^1 of ${3 + index}\\s+qvz${index}\\s`));
        const card = await tapFor(chat, page, /fine/, PROMPTS.confirming);
        expect(card.text).to.contain(`Photos: ${3 + index}`);
        await chat.tap(card, /Start/);
        return chat.waitFor(/is trained/, { timeoutMs: 100_000 });
      }),
    );
    const hashes = ends.map(({ text }, index) => {
      expect(text).to.contain(`Name ${index}`).and.to.contain(`Trigger word: qvz${index}`);
      return /SHA-256: (\w{64})/.exec(text)![1];
    });
    expect(new Set(hashes)).to.have.property("size", 10);
  });

  it("steps of several people, taken in turn, do not mix", async () => {
    const { telegram } = darkroom();
    const chats = Array.from({ length: 5 }, (_, index) =>
      telegram.person({ id: 8_100 + index, firstName: "P", languageCode: "en" }).privateChat(),
    );
    await Promise.all(chats.map((chat) => goTo(chat, "naming")));
    await Promise.all(chats.map((chat, index) => chat.ask(`N${index}`, PROMPTS.trigger)));
    await Promise.all(chats.map((chat, index) => chat.ask(`w${index}x`, PROMPTS["base-model"])));
    for (const [index, chat] of chats.entries()) {
      const question = await chat.ask("/train", /open draft/);
      expect(question.text).to.contain(`N${index},`);
    }
  });

  it("one person's drafts in a private chat and in a group do not mix", async function () {
    this.timeout(60_000);
    const { telegram } = darkroom();
    const anna = telegram.person({ id: 8_200, firstName: "Anna", languageCode: "en" });
    const group = telegram.group({ title: "Photographers", members: [anna] });
    const inPrivate = anna.privateChat();
    const inGroup = anna.in(group);
    const step = async (act: (chat: PersonChat, name: string) => Promise<unknown>): Promise<void> => {
      await act(inPrivate, "Private");
      await act(inGroup, "Group");
    };
    await step((chat) => goTo(chat, "naming"));
    await step((chat, name) => chat.ask(name, PROMPTS.trigger));
    await step((chat, name) => chat.ask(`${name.toLowerCase()}x`, PROMPTS["base-model"]));
    await step((chat) => tapFor(chat, chat.lastFromBot()!, /Tiny SDXL/, PROMPTS.collecting));
    for (const picture of await photos(3)) await inPrivate.sendPhoto(picture);
    for (const picture of await photos(4, 10)) await inGroup.sendPhoto(picture);
    await inPrivate.waitFor(counting(3));
    await inGroup.waitFor(counting(4));
    const privately = await inPrivate.ask("/train", /open draft/);
    expect(privately.text).to.contain("Private, 3 photos");
    const inTheGroup = await inGroup.ask("/train", /open draft/);
    expect(inTheGroup.text).to.contain("Group, 4 photos");
    const foreign = privately.keyboard[0]![0]!.callback_data!;
    await inGroup.forgeTap(inTheGroup, foreign);
    await inGroup.waitFor(/begun in another chat/);
  });

  it("two people in one group do not mix, and neither uses the other's buttons", async () => {
    const { telegram } = darkroom();
    const [anna, ben] = ["Anna", "Ben"].map((firstName, index) =>
      telegram.person({ id: 8_300 + index, firstName, languageCode: "en" }),
    );
    const group = telegram.group({ title: "Two", members: [anna!, ben!] });
    const [annas, bens] = [anna!.in(group), ben!.in(group)];
    await goTo(annas, "naming");
    await goTo(bens, "naming");
    const annasPrompt = await annas.ask("Annas", PROMPTS.trigger);
    await bens.ask("Bens", PROMPTS.trigger);
    expect((await bens.tap(annasPrompt, /Use/)).text).to.contain("somebody else");
    await bens.ask("benx", PROMPTS["base-model"]);
    await annas.ask("annax", PROMPTS["base-model"]);
  });

  it("a person can train again and again", async function () {
    this.timeout(60_000);
    const { telegram } = darkroom();
    const chat = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" }).privateChat();
    for (const name of ["One", "Two", "Three"]) {
      const done = await trainToEnd(chat, { name });
      expect(done.text).to.contain(name);
    }
    await chat.ask("/trainings", /Your 3 trainings/);
  });
});
