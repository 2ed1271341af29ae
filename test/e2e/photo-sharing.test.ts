import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const ADMIN_ID = 9_500;
const PRICES = JSON.stringify({ "tiny-sdxl": { start: 20, image: 0, minute: 0 } });

describe("sharing the photos of a training by a link", () => {
  const darkroom = useDarkroom(startInProcess, {
    env: {
      PRICING: "on",
      PRICES,
      WELCOME_POINTS: "50",
      DATASET_REWARD_PERCENT: "50",
      ADMIN_IDS: String(ADMIN_ID),
    },
  });
  let people = ADMIN_ID;

  function newChat(firstName = "Ada", languageCode = "en"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName, languageCode }).privateChat();
  }

  /** Opens the share of a person's newest photos: the page, with the link in its text. */
  async function openShare(chat: PersonChat): Promise<{ page: ChatMessage; payload: string }> {
    const page = await chat.ask("/trainings", /Your training/);
    await chat.tap(page, () => true);
    await eventually(() => expect(page.buttons).to.include("📷 Share photos"));
    await chat.tap(page, "📷 Share photos");
    return { page, payload: /https:\/\/t\.me\/\w+\?start=(\S+)/.exec(page.text)![1]! };
  }

  async function open(chat: PersonChat, payload: string, answer: RegExp): Promise<ChatMessage> {
    const sent = await chat.start(payload);
    return chat.waitFor(answer, { after: sent });
  }

  it("is offered, taken, trained on and rewarded, and ends when its owner says so or is forgotten", async () => {
    const ada = newChat();
    await goTo(ada, "review", { name: "Rex <b>&" });
    const { page, payload } = await openShare(ada);
    expect(payload).to.match(/^photos_[A-Za-z0-9_-]{22}$/);
    expect(page.text).to.contain("with the agreement of everybody who is on them");
    expect(page.buttons).to.deep.equal(["📨 Send it to somebody", "⛔ End sharing", "⬅️ Back"]);
    const sending = new URL(page.keyboard[0]![0]!.url!);
    expect(sending.searchParams.get("text")).to.equal("Photos to train on: Rex <b>&");
    await open(ada, payload, /link to your own photos/);

    const ben = newChat("Ben");
    const offer = await open(ben, payload, /shares photos/);
    expect(offer.text).to.contain("Rex <b>&").and.to.contain("3 photos").and.to.contain("Character");
    expect(ben.transcript()).not.to.contain("Ada");
    await Promise.all([1, 2].map(() => ben.tap(offer, /Train on these photos/, { stale: true })));
    const again = await open(ben, payload, /begun a training with the photos of Rex <b>& already/);
    expect(offer.buttons).to.be.empty;
    const asked = ben.messages.filter(({ fromBot, text }) => fromBot && PROMPTS.subject.test(text));
    expect(asked, "once for a double tap").to.have.lengthOf(1);
    await tapFor(ben, again, /Go on/, PROMPTS.subject);
    const subject = ben.messages.findLast(({ text }) => PROMPTS.subject.test(text))!;
    await tapFor(ben, subject, "Character", PROMPTS.naming);
    await ben.ask("Max", PROMPTS.trigger);
    const models = await ben.ask("m4xx", PROMPTS["base-model"]);
    const collecting = await tapFor(ben, models, /Tiny SDXL/, PROMPTS.collecting);
    expect(counting(3)(collecting), collecting.text).to.equal(true);
    const review = await tapFor(ben, collecting, /Done/, PROMPTS.review);
    expect(review.text).to.contain("m4xx").and.not.to.contain("ohwxrex");
    const card = await tapFor(ben, review, /Captions are fine/, PROMPTS.confirming);
    await tapFor(ben, card, /Start/, /🎞/);
    await ben.waitFor(/is trained/, { after: card, timeoutMs: 30_000 });
    const list = await ben.ask("/trainings", /Your training/);
    expect(list.buttons).to.deep.equal(["✅ Max"]);

    const statement = await ada.ask("/points", /Points: 60/);
    expect(statement.text)
      .to.contain("+10 · A reward: somebody trained on your photos of Rex <b>&")
      .and.not.to.contain("Ben");

    await ben.tap(list, /Max/);
    await eventually(() => expect(list.text).to.match(/Number: \S+/));
    const root = darkroom().telegram.person({ id: ADMIN_ID, firstName: "Root", languageCode: "en" });
    const order = `/refund ${/Number: (\S+)/.exec(list.text)![1]!}`;
    await root.privateChat().ask(order, /Given back: 20 points/);
    await eventually(async () => {
      const after = await ada.ask("/points", /Points: 50\n/);
      expect(after.text).to.contain("-10 · A reward taken back, as its payment was");
    });

    const late = await open(newChat("Cleo"), payload, /shares photos/);
    expect((await ada.tap(page, /End sharing/)).text).to.contain("Sharing is ended");
    expect((await ada.tap(page, /End sharing/, { stale: true })).text).to.be.a("string");
    await open(ben, payload, /leads nowhere/);
    const data = late.keyboard[0]![0]!.callback_data!;
    expect((await ben.forgeTap(late, data)).text).to.contain("leads nowhere");
    await open(ben, `${payload}x`, /leads nowhere/);

    const second = await openShare(ada);
    const receipt = await tapFor(ada, await ada.ask("/forget", /Delete everything/), /Yes/, /Deleted/);
    expect(receipt.text).to.contain("one link to shared photos");
    await open(ben, second.payload, /leads nowhere/);
    expect((await ben.ask("/trainings", /Your training/)).buttons, "copies stay").to.deep.equal(["✅ Max"]);
  });

  it("is refused to others in forged buttons, and speaks Spanish and Russian", async () => {
    const ada = newChat();
    await goTo(ada, "captioning", { name: "Private" });
    const { page, payload } = await openShare(ada);
    const eve = newChat("Eve");
    const list = await eve.ask("/trainings", /no trainings/);
    for (const { callback_data: data } of page.keyboard.flat())
      if (data !== undefined) await eve.forgeTap(list, data);
    expect(eve.transcript()).not.to.contain("Private").and.not.to.contain(payload);
    const es = newChat("Eva", "es");
    const offer = await open(es, payload, /comparte fotos contigo/);
    await tapFor(es, offer, /Entrenar con estas fotos/, /Qué/);
    await open(newChat("Вера", "ru"), payload, /делятся фотографиями/);
  });
});
