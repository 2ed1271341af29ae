import { expect } from "chai";
import { before, describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { WebhookSender } from "../support/webhook-sender.js";
import type { PersonChat } from "../support/telegram/index.js";
import { PROMPTS } from "../support/train-by-chat.js";

describe("a webhook", () => {
  const env = { BOT_MODE: "webhook", PUBLIC_URL: "https://darkroom.invalid" };
  const darkroom = useDarkroom(startInProcess, { env });
  let sender: WebhookSender;
  let people = 9_000;

  before(() => {
    sender = new WebhookSender(darkroom().telegram, darkroom().url);
  });

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  it("is announced to Telegram with a secret of its own, and the updates that are wanted", () => {
    const call = darkroom().telegram.calls.find(({ method }) => method === "setWebhook")!;
    expect(call.params["url"]).to.equal("https://darkroom.invalid/telegram/webhook");
    expect(call.params["secret_token"]).to.match(/^[0-9a-f]{64}$/);
    expect(call.params["allowed_updates"]).to.deep.equal(["message", "callback_query", "pre_checkout_query"]);
  });

  it("takes what comes with the secret, and carries a conversation", async () => {
    const chat = newChat();
    expect(await sender.post(sender.update(await chat.send("/train")))).to.equal(200);
    await chat.waitFor(PROMPTS.subject);
    expect(await sender.post(sender.update(await chat.send("Person")))).to.equal(200);
    await chat.waitFor(PROMPTS.naming);
    expect(await sender.post(sender.update(await chat.send("Rex")))).to.equal(200);
    await chat.waitFor(PROMPTS.trigger);
  });

  it("refuses a wrong secret with 401, and what is no update with 400, and does nothing", async () => {
    const chat = newChat();
    const update = sender.update(await chat.send("/train"));
    const { secret } = sender;
    for (const wrong of ["", "x", secret.slice(0, -1), `${secret}0`, secret.toUpperCase()]) {
      expect(await sender.post(update, wrong)).to.equal(401);
    }
    expect(await sender.post({ hello: "world" })).to.equal(400);
    expect(await sender.post([])).to.equal(400);
    expect(chat.lastFromBot()).to.be.undefined;
  });

  it("acts once on an update that is delivered again and again", async () => {
    const chat = newChat();
    const update = sender.update(await chat.send("/train"));
    const statuses = await Promise.all(Array.from({ length: 5 }, () => sender.post(update)));
    expect(statuses).to.deep.equal([200, 200, 200, 200, 200]);
    await chat.waitFor(PROMPTS.subject);
    await sender.post(update);
    await sender.post(sender.update(await chat.send("Person")));
    await chat.waitFor(PROMPTS.naming);
    expect(chat.messages.filter(({ fromBot }) => fromBot)).to.have.length(2);
  });
});
