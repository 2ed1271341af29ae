import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import { photos } from "../support/test-pictures.js";
import { counting, goTo } from "../support/train-by-chat.js";

const ADMIN = 7_700;

describe("a flood of messages", () => {
  const darkroom = useDarkroom(startInProcess, {
    env: { UPDATES_PER_MINUTE: "30", ADMIN_IDS: String(ADMIN) },
  });

  it("is answered once with when to go on, of an administrator too, and nobody else waits", async () => {
    const { telegram } = darkroom();
    const eve = telegram.person({ id: ADMIN, firstName: "Eve", languageCode: "en" }).privateChat();
    const ben = telegram.person({ id: 7_701, firstName: "Ben", languageCode: "en" }).privateChat();
    await Promise.all(Array.from({ length: 40 }, () => eve.send("hello")));
    const word = await eve.waitFor(/Slow down, please/);
    expect(word.text).to.match(/in the next \d+ seconds; then I go on/);
    expect(word.replyToId).to.be.a("number");
    await ben.ask("/help", /How it works/);
    await eventually(() => expect(telegram.pendingUpdates).to.equal(0));
    const said = eve.messages.filter(({ fromBot }) => fromBot);
    expect(said.filter(({ text }) => text.startsWith("⏳"))).to.have.lengthOf(1);
    // A token or two come back while the flood lasts.
    expect(said.length).to.be.within(16, 21);
    telegram.advanceClock(31_000);
    await eve.ask("/help", /How it works/);
  });

  it("takes the photos of a draft while it leaves the words aside", async () => {
    const { telegram } = darkroom();
    const anna = telegram.person({ id: 7_702, firstName: "Anna", languageCode: "en" }).privateChat();
    await goTo(anna, "collecting");
    await Promise.all(Array.from({ length: 20 }, () => anna.send("hello")));
    await anna.waitFor(/Slow down/);
    for (const picture of await photos(5)) await anna.sendPhoto(picture);
    await anna.waitFor(counting(5));
    await anna.send("/cancel");
    await anna.settled();
    telegram.advanceClock(31_000);
    await anna.ask("/help", /How it works/);
    expect(anna.transcript()).not.to.contain("Left.");
  });
});
