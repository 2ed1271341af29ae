import { expect } from "chai";
import { describe, it } from "mocha";
import { startAsProcess, useDarkroom } from "../support/darkroom.js";
import { PROMPTS } from "../support/train-by-chat.js";
import { WebhookSender } from "../support/webhook-sender.js";

describe("kill -9 right after a webhook was answered with 200", () => {
  const env = { BOT_MODE: "webhook", PUBLIC_URL: "https://darkroom.invalid" };
  const darkroom = useDarkroom(startAsProcess, { env });

  it("loses nothing of what was taken, and acts once on it", async function () {
    this.timeout(60_000);
    const { telegram, url } = darkroom();
    const sender = new WebhookSender(telegram, url);
    const chat = telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
    while (telegram.calls.every(({ method }) => method !== "setWebhook")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const begin = sender.update(await chat.send("/train"));
    const subject = sender.update(await chat.send("person"));
    const name = sender.update(await chat.send("Rex"));
    const word = sender.update(await chat.send("ohwxrex"));
    for (const update of [begin, subject, name, word]) expect(await sender.post(update)).to.equal(200);
    await darkroom().kill();
    await darkroom().start();
    await chat.waitFor(PROMPTS["base-model"], { timeoutMs: 20_000 });
    for (const update of [begin, subject, name, word]) expect(await sender.post(update)).to.equal(200);
    expect(await sender.post(sender.update(await chat.send("what now")))).to.equal(200);
    await chat.waitFor(/tap one of the base models/);
    const question = sender.update(await chat.send("/trainings"));
    expect(await sender.post(question)).to.equal(200);
    const list = await chat.waitFor(/Your training/);
    expect(list.buttons).to.deep.equal(["📝 Rex"]);
  });
});
