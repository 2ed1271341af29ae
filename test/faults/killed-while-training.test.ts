import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { startAsProcess, useDarkroom, type DarkroomProcess } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { startTraining } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 40_000 };

describe("a bot that goes away while it trains", () => {
  const darkroom = useDarkroom(startAsProcess);
  let people = 100;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  const ways = { "kill -9": "kill", SIGTERM: "stop" } as const satisfies Record<
    string,
    keyof DarkroomProcess
  >;
  for (const [name, way] of Object.entries(ways)) {
    it(`adopts the trainer that went on, after ${name}: one start, one end, the right file`, async function () {
      this.timeout(90_000);
      const { trainer } = darkroom();
      await trainer.behave({ steps: 40, hold: 20 });
      const chat = newChat();
      const card = await startTraining(chat);
      await chat.waitFor(/Step|Loading|Looking/, { after: card, ...PATIENCE });
      const before = (await trainer.starts()).length;
      await darkroom()[way]();
      await darkroom().start();
      await trainer.behave({ steps: 40 });
      await expectOneEnd(chat, await chat.waitFor(/is trained/, PATIENCE));
      expect((await trainer.starts()).length, "no second start").to.equal(before);
      expect(card.text, "the card that was there ended").to.contain("✅ Done");
    });
  }

  it("finds a trainer that has ended while it was away", async function () {
    this.timeout(90_000);
    const { trainer } = darkroom();
    await trainer.behave({ steps: 40, hold: 20 });
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.waitFor(/Step|Loading|Looking/, { after: card, ...PATIENCE });
    await darkroom().kill();
    await trainer.behave({ steps: 40 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await darkroom().start();
    await expectOneEnd(chat, await chat.waitFor(/is trained/, PATIENCE));
  });

  it("brings the last message at least once when it is killed in the middle of sending it", async function () {
    this.timeout(90_000);
    const { telegram, trainer } = darkroom();
    await trainer.behave({ steps: 40, hold: 20 });
    const chat = newChat();
    await startTraining(chat);
    const isLast = ({ method, params }: { method: string; params: Record<string, unknown> }): boolean =>
      method === "sendMessage" && String(params["text"]).includes("is trained");
    telegram.faults.failNext(isLast, { errorCode: 500, description: "Internal Server Error" });
    const refused = new Promise<void>((resolve) => {
      telegram.on("call", (call) => {
        if (isLast(call) && !call.ok) resolve();
      });
    });
    await trainer.behave({ steps: 40 });
    await refused;
    await darkroom().kill();
    await darkroom().start();
    await expectOneEnd(chat, await chat.waitFor(/is trained/, PATIENCE));
  });

  it("brings the last message after an outage of Telegram at the very end", async function () {
    this.timeout(90_000);
    const { telegram, trainer } = darkroom();
    await trainer.behave({ steps: 40, hold: 20 });
    const chat = newChat();
    const card = await startTraining(chat);
    await chat.waitFor(/Step|Loading|Looking/, { after: card, ...PATIENCE });
    telegram.faults.outage(3_000);
    await trainer.behave({ steps: 40 });
    await expectOneEnd(chat, await chat.waitFor(/is trained/, PATIENCE));
    await chat.ask("/trainings", /Your training/);
  });

  async function expectOneEnd(chat: PersonChat, done: ChatMessage): Promise<void> {
    const link = /https?:\/\/\S+\/files\/\S+/.exec(done.text)![0];
    const file = Buffer.from(await (await fetch(link)).arrayBuffer());
    expect(done.text).to.contain(createHash("sha256").update(file).digest("hex"));
    expect(chat.messages.filter(({ text }) => text.includes("is trained"))).to.have.length(1);
    const list = await chat.ask("/trainings", /Your/);
    expect(list.buttons).to.deep.equal(["✅ Rex"]);
    // Nothing is left behind of the job, nor of its trainer.
    await eventually(async () => {
      for (const folder of ["jobs", "runtime"]) {
        const left = await readdir(join(darkroom().dataFolder, folder)).catch(() => []);
        expect(
          left.filter((name) => !name.startsWith(".")),
          folder,
        ).to.deep.equal([]);
      }
    });
  }
});
