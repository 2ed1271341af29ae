import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { Person, PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS } from "../support/train-by-chat.js";

const ADMIN_ID = 910;

describe("an administrator's orders", () => {
  const darkroom = useDarkroom(startInProcess, { env: { ADMIN_IDS: String(ADMIN_ID), PRICING: "on" } });
  let people = 9_700;

  const person = (id: number): Person =>
    darkroom().telegram.person({ id, firstName: "Anna", languageCode: "en" });
  const chatOf = (id: number): PersonChat => person(id).privateChat();
  let administrator: PersonChat | undefined;
  const admin = (): PersonChat => (administrator ??= chatOf(ADMIN_ID));

  it("ban a person, who is told so once and for whom nothing is done, and let them in again", async () => {
    const id = ++people;
    const anna = chatOf(id);
    const card = await goTo(anna, "trigger");
    const banned = await admin().ask(`/ban ${id} too <b>loud</b>`, new RegExp(`${id} is banned. Nothing`));
    await anna.ask("annadog", /operator of this bot has banned you/);
    await anna.send("/help");
    const { text } = await anna.forgeTap(card, "help:0");
    expect(text).to.contain("has banned you");
    await admin().ask("/ban 1 2", /1 is banned. Nothing/);
    await anna.settled();
    const answers = anna.messages.filter((message) => message.fromBot && message.text.includes("banned you"));
    expect(answers).to.have.lengthOf(1);
    expect(anna.transcript()).not.to.contain("How it works");

    await admin().ask(`/ban ${ADMIN_ID}`, /administrator cannot be banned/);
    await admin().ask("/ban", new RegExp(`/ban with a person[^]*🚫 1 · [^]*🚫 ${id} · `));
    await admin().tap(banned, /Lift the ban/);
    await eventually(() => expect(banned.buttons).to.be.empty);
    await anna.ask("annadog", PROMPTS["base-model"]);
    await admin().ask("/unban 1", /not banned any more/);
    await admin().ask("/unban 1", /1 was not banned/);

    const page = await admin().ask("/admin", /Queue:/);
    await admin().tap(page, /Log/);
    await eventually(() => expect(page.text).to.contain("What administrators did"));
    expect(page.text).to.match(new RegExp(`UTC · ${ADMIN_ID} banned ${id} “too <b>loud</b>”`));
    expect(page.text).to.match(new RegExp(`UTC · ${ADMIN_ID} lifted the ban of ${id}`));
    await admin().tap(page, /Back/);
    await eventually(() => expect(page.text).to.contain("Queue:"));
    await admin().tap(page, /Commands/);
    await eventually(() => expect(page.text).to.contain("/ban 123456").and.to.contain("/reconcile"));
  });

  it("give points: a code that one person redeems once, by its link or typed, and a grant; the books are right", async () => {
    const id = ++people;
    const her = person(id);
    const anna = her.privateChat();
    const ben = chatOf(++people);
    await admin().ask("/gift", /for how many days/);
    await admin().ask("/gift 100 999", /from 1 to 365/);
    const made = await admin().ask("/gift 100 7", /A gift code for 100 points, good until/);
    const [, code = "", payload = ""] = /([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\n.*\?start=(gift_\w{16})\n/.exec(
      made.text,
    )!;
    expect(payload).to.equal(`gift_${code.replaceAll("-", "")}`);

    const sent = await anna.start(payload);
    await anna.waitFor(/100 points for you. You have 100 now/, { after: sent });
    await anna.ask(`/redeem ${code.toLowerCase()}`, /redeemed this code already, for 100 points/);
    await ben.ask("/redeem", /with your gift code/);
    for (const wrong of [code, "nonsense", "0000-0000-0000-0000", "a b", "1"])
      await ben.ask(`/redeem ${wrong}`, /not good, or not any more/);
    await ben.ask(`/redeem ${code}`, /Please try again in 2 minutes/);
    const group = darkroom().telegram.group({ title: "Friends", members: [her] });
    const leading = await her.in(group).ask(`/redeem ${code}`, /between the two of us/);
    expect(leading.keyboard[0]![0]!.url).to.contain(`?start=${payload}`);

    await admin().ask("/grant 5", /Send \/grant with/);
    await admin().ask("/grant 123456789 5 sorry", /I do not know this person/);
    await admin().ask(`/grant ${id} 1 sorry & so`, new RegExp(`${id} has 1 point more, 101 now`));
    expect((await anna.ask("/points", /Points: 101/)).html).to.contain("operator: sorry &amp; so");
    await admin().ask(
      "/reconcile",
      /books are right. Persons: 1, postings: 2, points: 101, of these held: 0/,
    );
  });

  it("are to anybody else commands that do not exist", async () => {
    const chat = chatOf(++people);
    const unknown = await chat.ask("/nonsense", () => true);
    for (const order of ["/ban 5", "/unban 5", "/gift 5", "/grant 5 5 x", "/reconcile"])
      expect((await chat.ask(order, () => true)).text, order).to.equal(unknown.text);
    await admin().ask("/ban", /^(?![^]*🚫 5 ·)/);
  });
});
