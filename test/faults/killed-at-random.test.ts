import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { describe, it } from "mocha";
import { startAsProcess, useDarkroom } from "../support/darkroom.js";
import { PatientPerson } from "../support/patient-person.js";
import { photos } from "../support/test-pictures.js";

const SEED = Number(process.env["FAULT_SEED"] ?? 20_240_601);
const KILLS = 20;
const PHOTOS = 6;

describe(`a bot that is killed ${KILLS} times (FAULT_SEED=${SEED})`, () => {
  const darkroom = useDarkroom(startAsProcess);

  it("lets its person come to the one model that was asked for, each time", async function () {
    this.timeout(240_000);
    const { telegram, trainer } = darkroom();
    await trainer.behave({ steps: 30, secondsPerStep: 0.1 });
    const random = randomFrom(SEED);
    const over = new AbortController();
    const killing = killAtRandom(random, over.signal);
    let runs = 0;
    try {
      do {
        const chat = telegram.person({ id: 1 + runs, firstName: "Anna", languageCode: "en" }).privateChat();
        const done = await new PatientPerson(chat, await photos(PHOTOS, 50 * runs)).train(120_000);
        runs++;
        await expectOneModel(chat, done.text);
      } while (killed < KILLS);
    } finally {
      over.abort();
      await killing;
    }
    // Every training that was accepted had its trainer, and no trainer ran for nobody.
    const starts = await trainer.starts();
    expect(new Set(starts).size, "trainings").to.equal(runs);
    expect(starts.length, "starts").to.equal(runs);
  });

  let killed = 0;

  async function killAtRandom(random: () => number, over: AbortSignal): Promise<void> {
    while (killed < KILLS && !over.aborted) {
      await sleep(50 + random() * 900);
      if (random() < 0.25) await darkroom().stop();
      else await darkroom().kill();
      killed++;
      await darkroom().start();
    }
  }

  async function expectOneModel(chat: PatientChat, said: string): Promise<void> {
    const list = await chat.ask("/trainings", /Your/, { timeoutMs: 30_000 });
    expect(list.text, "one training").to.equal("Your training");
    expect(list.buttons).to.deep.equal(["✅ Rex"]);
    const link = /https?:\/\/\S+\/files\/\S+/.exec(said)![0];
    const file = Buffer.from(await (await fetchPatiently(link)).arrayBuffer());
    expect(said).to.contain(createHash("sha256").update(file).digest("hex"));
    const counted = chat.messages
      .map(({ text }) => /📷 (\d+) photos collected/.exec(text)?.[1])
      .filter(Boolean);
    expect(counted, "photos").to.deep.equal([String(PHOTOS)]);
  }
});

type PatientChat = ConstructorParameters<typeof PatientPerson>[0];

async function fetchPatiently(link: string): Promise<Response> {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(link);
    } catch (error) {
      if (tries === 200) throw error;
      await sleep(50);
    }
  }
}

/** mulberry32: the same instants for the same seed, as far as a machine's own pace allows. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
