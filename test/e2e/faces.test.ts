import { expect } from "chai";
import { describe, it } from "mocha";

import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { blurred, detailed } from "../support/detailed-pictures.js";
import { onePerson, severalPeople } from "../support/face-photos.js";
import { eventually } from "../support/eventually.js";
import { goTo } from "../support/train-by-chat.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { zipOf } from "../support/zip-files.js";

const PATIENCE = { timeoutMs: 90_000 };

describe("faces on the photos of a person", function () {
  this.timeout(180_000);
  const darkroom = useDarkroom(startInProcess, { env: { FACE_CHECK: "on" } });
  let people = 9_400;

  const newChat = (): PersonChat =>
    darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  const answerTo = (chat: PersonChat, sent: ChatMessage): Promise<ChatMessage> =>
    chat.waitFor(({ replyToId }) => replyToId === sent.id, PATIENCE);
  const thumbs = ({ reactions }: ChatMessage) => [...reactions.values()].flat();

  it("are told of by a later answer to the photo, with the choice, and on the card", async () => {
    const chat = newChat();
    await goTo(chat, "collecting", { subject: "Person" });
    const [good, group, drawing] = [
      await chat.sendPhoto(await onePerson()),
      await chat.sendPhoto(await severalPeople()),
      await chat.sendPhoto(await detailed(1)),
    ];
    const several = await answerTo(chat, group);
    expect(several.text).to.equal("⚠️ Photo 2: more than one face. It stays unless you drop it.");
    expect((await answerTo(chat, drawing)).text).to.contain("Photo 3: no face is seen.");
    await chat.waitFor(/Worth a look: one without a face, one with several faces\.$/, PATIENCE);
    expect(chat.messages.some(({ replyToId }) => replyToId === good.id)).to.equal(false);
    await chat.tap(several, /Drop/);
    await chat.waitFor(/Worth a look: one without a face\.$/, PATIENCE);
    await eventually(() => {
      expect(thumbs(good)).to.have.length(1);
      expect([...thumbs(group), ...thumbs(drawing)], "no thumb stays with a fault").to.deep.equal([]);
    });
  });

  it("are told of in the answer that the photo had before", async () => {
    const chat = newChat();
    await goTo(chat, "collecting", { subject: "Person" });
    const soft = await chat.sendPhoto(await blurred(4));
    const first = await answerTo(chat, soft);
    const both = await chat.waitFor(/blurred, no face is seen\./, PATIENCE);
    expect(both.id).to.equal(first.id);
    expect(chat.messages.filter(({ replyToId }) => replyToId === soft.id)).to.have.length(1);
    await chat.tap(both, /Drop/);
    await chat.waitFor(/Photo 1 is dropped/, PATIENCE);
  });

  it("are told of on the card where the photos came in a zip", async () => {
    const chat = newChat();
    await goTo(chat, "collecting", { subject: "Person" });
    await chat.sendDocument(await zipOf({ "1.jpg": await detailed(3), "2.jpg": await onePerson() }), {
      fileName: "ana.zip",
    });
    await chat.waitFor(/Worth a look: one without a face\.$/, PATIENCE);
  });

  it("are looked for after a restart where a process left off", async () => {
    const chat = newChat();
    await goTo(chat, "collecting", { subject: "Person" });
    const drawing = await chat.sendPhoto(await detailed(2));
    await chat.waitFor(/One photo/, PATIENCE);
    await darkroom().stop();
    await darkroom().start();
    expect((await answerTo(chat, drawing)).text).to.contain("no face is seen");
  });
});
