import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

describe("masks", () => {
  const darkroom = useDarkroom(startInProcess, { env: { MASKS: "on" } });
  let people = 6_900;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna" }).privateChat();
  }

  /** What the trainer that was started last has in its folder. */
  async function lastJob(): Promise<{ masks: unknown; files: string[] }> {
    const { folder } = (await darkroom().trainer.journal()).at(-1)!;
    const { masks } = JSON.parse(await readFile(join(folder, "job.json"), "utf8")) as { masks: unknown };
    const files = (await readdir(join(folder, "dataset"))).filter((name) => name.includes(".mask."));
    return { masks, files: files.sort() };
  }

  it("are switched on for a person alone, made before the trainer starts, and told of where nobody was found", async () => {
    const { trainer } = darkroom();
    const chat = newChat();
    const card = await goTo(chat, "confirming");
    await tapFor(
      chat,
      card,
      /Advanced/,
      ({ text }) => text.startsWith("Advanced") && !text.includes("masks"),
    );
    await chat.ask("masks on", /for the training of a person alone/);
    await tapFor(chat, card, /Back/, PROMPTS.confirming);
    await tapFor(chat, card, "Person", /Trained as: Person/);
    await tapFor(chat, card, /Advanced/, /masks: off\nLearns the person alone/);
    // As quick as fingers are: what the button says is set once.
    await Promise.all([chat.tap(card, "masks"), chat.tap(card, "masks")]);
    await eventually(() => expect(card.text).to.contain("masks: on\n"));
    await tapFor(chat, card, "✓ masks", /masks: off\n/);
    const typed = await chat.ask("Masks: ON", /masks: on\n/);
    expect(typed.buttons).to.include("✓ masks");
    await tapFor(chat, typed, /Back/, /Masks: on – the person alone is learned/);

    await trainer.behave({ steps: 4, hold: 1, nobody: 1 });
    await tapFor(chat, typed, /Start/, /🎞/);
    const files = ["0001.mask.png", "0002.mask.png", "0003.mask.png"];
    await eventually(async () => expect(await lastJob()).to.deep.equal({ masks: true, files }));
    await trainer.behave({ steps: 4 });
    const done = await chat.waitFor(/is trained/, { timeoutMs: 15_000 });
    expect(done.text).to.contain("On one photo nobody was found; it is learned whole.");
  });

  it("are done without where they cannot be made, and the person is told", async () => {
    const { trainer } = darkroom();
    const chat = newChat();
    await goTo(chat, "confirming", { subject: "Person" });
    const on = await chat.ask("masks on", /Masks: on/);
    await trainer.behave({ steps: 4, hold: 1, masks: "unavailable" });
    await tapFor(chat, on, /Start/, /🎞/);
    await eventually(async () => expect(await lastJob()).to.deep.equal({ masks: false, files: [] }));
    await trainer.behave({ steps: 4 });
    const done = await chat.waitFor(/is trained/, { timeoutMs: 15_000 });
    expect(done.text).to.contain("Masks could not be made here, so the photos are learned whole.");
  });
});
