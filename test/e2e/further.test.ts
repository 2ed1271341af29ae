import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { startTraining } from "../support/train-by-chat.js";

describe("training further from a model", () => {
  const darkroom = useDarkroom(startInProcess);

  it("is a tap on its page: a card that is ready, with the photos and the name that comes next", async function () {
    this.timeout(60_000);
    const person = { id: 9_900, firstName: "Anna", languageCode: "en" };
    const chat = darkroom().telegram.person(person).privateChat();
    const card = await startTraining(chat);
    await chat.waitFor(/is trained/, { after: card, timeoutMs: 30_000 });
    const list = await chat.ask("/trainings", /Your training/);
    await chat.tap(list, /Rex/);
    await eventually(() => expect(list.buttons).to.include("➕ Train further"));

    const mark = chat.mark();
    await chat.tap(list, "➕ Train further");
    const ready = await chat.waitFor(/Ready\?/, { after: mark });
    expect(ready.text)
      .to.contain("Goes on from: Rex")
      .and.to.contain("Name: Rex 2")
      .and.to.contain("Photos: 3");
    await chat.tap(list, "➕ Train further");
    expect((await chat.ask("/train", /Rex 2/)).text, "one draft").to.contain("3");

    const again = await chat.waitFor(({ text, buttons }) => text.includes("Ready?") && buttons.length > 0);
    await chat.tap(again, /Start/);
    const done = await chat.waitFor(/is trained/, { after: again, timeoutMs: 30_000 });
    expect(done.text).to.contain("Rex 2");
  });
});
