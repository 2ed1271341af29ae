import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { ADMIN_VERBS, adminButton, tagOf } from "../../src/integrations/telegram/admin/button-data.js";
import { buttonWords } from "../support/button-verbs.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { everythingIn, expectHarmless } from "../support/harmless.js";
import { storedOf } from "../support/stored-rows.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { goTo, startTraining, trainToEnd } from "../support/train-by-chat.js";

const ADMIN = 9_900;
const ADA = 9_901;
/** What only Ada has: names, words, and what is made of them. */
const NAMES = ["Zebrafinch", "Yellowhammer", "Xenops"] as const;
const WORDS = ["zbrfnch", "yllwhmmr", "xnps"] as const;
/** As many taps as an app sends before the first is answered. */
const AT_ONCE = 20;
const MAX_DATA_BYTES = 64;

describe("what belongs to somebody else", function () {
  this.timeout(120_000);
  const darkroom = useDarkroom(startInProcess, { env: { ADMIN_IDS: String(ADMIN) } });
  const { verbs, menus } = buttonWords();
  let ada: PersonChat;
  let ids: readonly string[];
  let token: string;
  let valid: readonly string[];
  let stored: readonly string[];
  let people = 9_910;

  let admin: PersonChat;
  const chatOf = (id: number): PersonChat =>
    darkroom().telegram.person({ id, firstName: "P", languageCode: "en" }).privateChat();
  /** The conversations of others hold what they have sent last, forged data too: those are their own words. */
  async function stands(): Promise<readonly string[]> {
    const all = await storedOf(darkroom().dataFolder, [`telegram:${ADA}`, ...ids]);
    return all.filter((row) => !row.includes('"conversations"') || row.includes(`"key":"telegram:${ADA}/`));
  }

  before("a model that is shared, a training that waits, and a draft", async () => {
    ada = chatOf(ADA);
    await trainToEnd(ada, { name: NAMES[0], triggerWord: WORDS[0] });
    const page = await ada.ask("/trainings", /Your training/);
    await ada.tap(page, /✅/);
    await eventually(() => expect(page.buttons).to.include("🎁 Share"));
    const done = page.keyboard;
    await ada.tap(page, /Share/);
    token = /share_(\S+)/.exec(page.text)![1]!;
    admin = chatOf(ADMIN);
    await admin.tap(await admin.ask("/admin", /Queue/), /Pause/);
    const queued = await startTraining(ada, { name: NAMES[1], triggerWord: WORDS[1] });
    const draft = await goTo(ada, "review", { name: NAMES[2], triggerWord: WORDS[2] });
    const boards = [done, queued.keyboard, draft.keyboard];
    ids = boards.map((board) => /[:/]([a-z0-9]{24})\b/.exec(JSON.stringify(board))![1]!);
    valid = [...boards, ...ada.messages.map(({ keyboard }) => keyboard)]
      .flat(2)
      .map(({ callback_data: data = "" }) => data)
      .filter((data) => data !== "");
    await settled();
    stored = await stands();
    expect(stored.length).to.be.greaterThan(15);
  });

  /** A message arrives before what is noted of it: nothing was written for a while. */
  async function settled(): Promise<void> {
    let before: readonly string[] = [];
    await eventually(async () => {
      const now = await stands();
      const same = JSON.stringify(now) === JSON.stringify(before);
      before = now;
      await sleep(200);
      expect(same).to.equal(true);
    });
  }

  /** Somebody else, in the middle of a draft of their own. */
  async function newEve(): Promise<{ eve: PersonChat; message: ChatMessage }> {
    const eve = chatOf(++people);
    return { eve, message: await goTo(eve, "trigger", { name: "Eves own" }) };
  }

  /** Taps with this data, and expects an answer to each tap that tells nothing, and nothing of Ada's to be other than it was. */
  async function tapAll(all: readonly string[]): Promise<void> {
    const { eve, message } = await newEve();
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const answers = all
        .slice(at, at + AT_ONCE)
        .map((data) => eve.forgeTap(message, data, { timeoutMs: 30_000 }));
      for (const { text = "" } of await Promise.all(answers)) {
        expectHarmless(text, secrets());
        expect(text, "what is not there is no fault of ours").not.to.contain("Something went wrong");
      }
    }
    await expectAlive(eve);
  }

  async function expectAlive(eve: PersonChat): Promise<void> {
    // In whatever language it came to be.
    await eve.ask("/help", /\/trainings/, { timeoutMs: 30_000 });
    expectHarmless(everythingIn(eve), secrets());
    await expectUnchanged();
  }

  async function expectUnchanged(): Promise<void> {
    const now = await stands();
    expect(
      now.filter((row) => !stored.includes(row)),
      "new of Ada",
    ).to.deep.equal([]);
    expect(
      stored.filter((row) => !now.includes(row)),
      "gone of Ada",
    ).to.deep.equal([]);
  }

  const secrets = (): string[] => [...NAMES, ...WORDS, darkroom().telegram.token, darkroom().dataFolder];

  it("is found by no verb of a draft's or a training's button", async () => {
    expect(verbs).to.include.members(["start", "delete-yes", "stop-yes", "words-apply", "samples", "drop"]);
    const givenArguments = ["", "1", "0", "-1", "tiny-sdxl", "best", "__proto__"];
    const [done, queued, draft] = ids;
    const scopes = [`d:${draft}`, `d:${queued}`, `t:${queued}`, `t:${done}`];
    await tapAll(
      verbs.flatMap((verb, index) =>
        scopes.map((scope) => `${scope}:${verb}:${givenArguments[index % givenArguments.length]}`),
      ),
    );
  });

  it("is found by no button of a menu, wherever it is said to stand", async () => {
    expect(menus).to.include.members(["one", "sure", "share", "gift", "forget"]);
    const places = [0, 1, 2, 3, 4].flatMap((row) => [0, 1].map((column) => `${row}/${column}`));
    const [done = ""] = ids;
    const payloads: Readonly<Record<string, readonly string[]>> = {
      one: ids.map((id) => `0:${id}`),
      sure: ids.flatMap((id) => [`0:${id}:delete`, `0:${id}:stop`]),
      gift: [token, done],
    };
    await tapAll(
      menus.flatMap((menu) =>
        (payloads[menu] ?? [`0:${done}`]).flatMap((payload) =>
          places.map((place) => `${menu}/${place}/${payload}/h0000`),
        ),
      ),
    );
  });

  it("is found by no button of the administrators' page", async () => {
    const tags = ["", ...ids.map(tagOf)];
    await tapAll(ADMIN_VERBS.flatMap((verb) => tags.map((tag) => adminButton(verb, 0, tag))));
  });

  it("is found by nothing that is made up: 200 callback data, random and mutated", async () => {
    const { eve, message } = await newEve();
    const short = (data: string): string =>
      Buffer.from(data || "x")
        .subarray(0, MAX_DATA_BYTES)
        .toString("utf8")
        .replaceAll("\uFFFD", "");
    const mutated = fc
      .tuple(fc.constantFrom(...valid), fc.nat(), fc.nat(3), fc.string({ maxLength: 6 }))
      .map(([data, at, cut, put]) => {
        const place = at % (data.length + 1);
        return short(data.slice(0, place) + put + data.slice(place + cut));
      })
      // What is Ada's own button goes on as hers; what nobody changed is in the tests above.
      .filter((data) => data !== "" && !data.includes(token));
    const random = fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).map(short).filter(Boolean);
    const batch = fc.array(fc.oneof(mutated, random), { minLength: AT_ONCE, maxLength: AT_ONCE });
    await fc.assert(
      fc.asyncProperty(batch, async (all) => {
        const answers = all.map((data) => eve.forgeTap(message, data, { timeoutMs: 30_000 }));
        for (const { text = "" } of await Promise.all(answers)) expectHarmless(text, secrets());
        await expectUnchanged();
      }),
      { numRuns: 10, endOnFailure: true },
    );
    await expectAlive(eve);
  });

  it("is found by no start payload: 100 of them, random and near the one that is good", async () => {
    const { eve } = await newEve();
    const near = fc
      .tuple(fc.nat(token.length - 1), fc.constantFrom("A", "Z", "a", "z", "0", "9", "_", "-"))
      .map(([at, sign]) => `share_${token.slice(0, at)}${sign}${token.slice(at + 1)}`)
      .filter((payload) => payload !== `share_${token}`);
    const payload = fc.oneof(
      near,
      fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      fc.string({ unit: "binary", maxLength: 64 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { minLength: 10, maxLength: 10 }), async (all) => {
        await Promise.all(all.map((each) => eve.start(each)));
        await expectAlive(eve);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
