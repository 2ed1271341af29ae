import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { after, afterEach, before, describe, it } from "mocha";
import { eventually } from "../support/eventually.js";
import { Fleet, onManyHosts, onOneHost, type MakeCommon } from "../support/fleet.js";
import { processesWith } from "../support/processes.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { startTraining, tapFor } from "../support/train-by-chat.js";

const PATIENCE = { timeoutMs: 60_000 };

const places = {
  "on one host, with one SQLite file": onOneHost,
  "on many hosts, with MongoDB and S3": onManyHosts,
} as const satisfies Record<string, MakeCommon>;

for (const [place, make] of Object.entries(places)) {
  describe(`a bot that trains nothing and two workers, ${place}`, function () {
    this.timeout(240_000);
    let fleet: Fleet;
    let people = 0;

    before("start them", async function () {
      fleet = await Fleet.gather(this, make);
      // The bot first: where files are in a folder, it says which one.
      await fleet.bot("bot");
      await Promise.all([fleet.worker("one"), fleet.worker("two")]);
    });
    afterEach("show the logs of a failed test", function () {
      if (this.currentTest?.state === "failed") process.stderr.write(`${fleet.logTail()}\n`);
    });
    afterEach(() => fleet.around.trainer.behave({ steps: 4 }));
    after("end them", async () => {
      for (const { pid } of await processesWith(fleet.around.trainer.path)) process.kill(pid, "SIGKILL");
      await fleet.disband();
    });

    function newChat(): PersonChat {
      const id = ++people;
      return fleet.around.telegram.person({ id, firstName: "Anna", languageCode: "en" }).privateChat();
    }

    it("trains six people's models, each once, on both of them, with cards that live", async () => {
      const { trainer } = fleet.around;
      await trainer.behave({ steps: 40, secondsPerStep: 0.7 });
      const chats = Array.from({ length: 6 }, newChat);
      const cards = await Promise.all(chats.map((chat) => startTraining(chat)));
      const runs = ({ text }: ChatMessage): boolean => text.includes("Step");
      await eventually(() => expect(cards.filter(runs)).to.have.length(2), 60_000);
      await trainer.behave({ steps: 40 });
      const ends = await Promise.all(chats.map((chat) => chat.waitFor(/is trained/, PATIENCE)));
      for (const [index, end] of ends.entries()) await expectDelivered(chats[index]!, end);
      await eventually(() => expect(cards.filter(({ text }) => text.includes("✅ Done"))).to.have.length(6));
      const starts = await trainer.starts();
      expect(starts).to.have.length(6);
      expect(new Set(starts).size, "each once").to.equal(6);
      for (const name of ["one", "two"]) {
        expect(linesWith(name, "claimed a training"), name).to.have.length.above(0);
      }
      expect(linesWith("bot", "claimed a training")).to.deep.equal([]);
    });

    it("stops a training of another process; what its steps came to goes when its person deletes it", async () => {
      const { trainer } = fleet.around;
      await trainer.behave({ steps: 20, hold: 10 });
      const chat = newChat();
      const card = await startTraining(chat);
      await chat.waitFor(/Step/, { after: card, ...PATIENCE });
      await chat.tap(card, /Stop/);
      await tapFor(chat, card, /Yes/, /is stopped|stopped/);
      await eventually(
        async () => expect(await left()).to.deep.equal([(await trainer.starts()).at(-1)]),
        60_000,
      );
      const list = await chat.ask("/trainings", /Your training/);
      const shown = await tapFor(chat, list, /Rex/, /Rex/);
      await tapFor(chat, shown, /Delete/, /Delete/);
      await chat.tap(shown, /Yes/);
      await eventually(async () => expect(await left()).to.deep.equal([]), 60_000);
      expect(chat.messages.filter(({ text }) => text.includes("is trained"))).to.deep.equal([]);
    });

    it("begins on the other worker what a killed one had, once its lease is over", async () => {
      const { trainer } = fleet.around;
      await trainer.behave({ steps: 20, hold: 10 });
      const chat = newChat();
      const before = (await trainer.starts()).length;
      const card = await startTraining(chat);
      await chat.waitFor(/Loading|Step/, { after: card, ...PATIENCE });
      const victim = await holderOf((await trainer.starts()).at(-1)!);
      await fleet.members.get(victim)!.kill();
      await endLeaseOf((await trainer.starts()).at(-1)!);
      await eventually(async () => expect((await trainer.starts()).length).to.equal(before + 2), 60_000);
      await trainer.behave({ steps: 20 });
      await expectDelivered(chat, await chat.waitFor(/is trained/, PATIENCE));
      // The killed one tidies up when it is back, its trainer included, and works again.
      await fleet.worker(victim);
      await eventually(async () => expect(await left()).to.deep.equal([]), 60_000);
    });

    /** The name of the worker that has a training. */
    async function holderOf(trainingId: string): Promise<string> {
      const workerId = (await fleet.stores.trainings.get(trainingId))?.job?.workerId ?? "";
      return workerId.slice(0, workerId.indexOf("-"));
    }

    /** As if the time of a lease had passed: nobody is there who would renew it. */
    async function endLeaseOf(trainingId: string): Promise<void> {
      const training = (await fleet.stores.trainings.get(trainingId))!;
      await fleet.stores.trainings.save({ ...training, job: { ...training.job!, leaseUntil: Date.now() } });
    }

    async function expectDelivered(chat: PersonChat, end: ChatMessage): Promise<void> {
      const link = /https?:\/\/\S+/.exec(end.text)![0];
      const file = Buffer.from(await (await fetch(link)).arrayBuffer());
      expect(end.text).to.contain(createHash("sha256").update(file).digest("hex"));
      expect(chat.messages.filter(({ text }) => text.includes("is trained"))).to.have.length(1);
    }

    /** The trainings that have a folder or a trainer on one of the workers. */
    async function left(): Promise<string[]> {
      const folders = ["one", "two"].flatMap((name) =>
        ["jobs", "runtime"].map((kind) => join(fleet.members.get(name)!.folder, "workers", name, kind)),
      );
      const entries = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
      return entries.flat().filter((entry) => !entry.startsWith("."));
    }

    function linesWith(name: string, text: string): string[] {
      return fleet.members.get(name)!.log.filter((line) => line.includes(text));
    }
  });
}
