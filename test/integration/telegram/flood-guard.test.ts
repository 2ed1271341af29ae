import { expect } from "chai";
import { Bot } from "grammy";
import type { Message, Update } from "grammy/types";
import { beforeEach, describe, it } from "mocha";
import type { BotContext } from "../../../src/integrations/telegram/context.js";
import { floodGuard } from "../../../src/integrations/telegram/flood-guard.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { eachTestInAHouse } from "../../support/core-house.js";

const ME = { id: 99, is_bot: true, first_name: "Bot", username: "a_bot" } as const;
const ADA = 1;
/** Half of it at once. */
const PER_MINUTE = 40;
/** Twice the largest set of any recipe. */
const PICTURES_AT_ONCE = 600;
const PHOTO = { photo: [{ file_id: "f", file_unique_id: "u", width: 9, height: 9 }] };

interface Call {
  readonly method: string;
  readonly text: string | undefined;
}

describe("a person who floods", () => {
  const house = eachTestInAHouse();
  let bot: Bot<BotContext>;
  let calls: Call[];
  let taken: number;
  let number = 0;

  beforeEach(() => {
    const { service, stores, clock, logger } = house();
    const texts = new Texts("locales");
    calls = [];
    taken = 0;
    bot = new Bot<BotContext>("1:x", { botInfo: { ...ME } as never });
    bot.api.config.use((_previous, method, payload) => {
      calls.push({ method, text: "text" in payload ? payload.text : undefined });
      return Promise.resolve({ ok: true, result: { message_id: 1 } } as never);
    });
    bot.use(floodGuard({ service, ...stores, texts, clock, logger, updatesPerMinute: PER_MINUTE }));
    bot.use(() => {
      taken++;
    });
  });

  function person(id: number, language_code = "en") {
    return { id, is_bot: false, first_name: "Ada", language_code };
  }

  async function send(content: Partial<Message>, from = person(ADA)): Promise<void> {
    const chat = { id: from.id, type: "private", first_name: "Ada" } as const;
    const date = house().clock.now() / 1000;
    const message = { message_id: ++number, date, chat, from, ...content } as Message;
    await bot.handleUpdate({ update_id: number, message } as Update);
  }

  async function tap(from = person(ADA)): Promise<void> {
    const chat = { id: from.id, type: "private", first_name: "Ada" } as const;
    const message = { message_id: 5, date: 1, chat, text: "a" } as never;
    const query = { id: String(++number), from, message, chat_instance: "1", data: "x" };
    await bot.handleUpdate({ update_id: number, callback_query: query });
  }

  async function times(count: number, act: () => Promise<void>): Promise<void> {
    for (let done = 0; done < count; done++) await act();
  }

  it("is told once, in their language, and nothing else is said or done until then", async () => {
    await house().stores.users.remember({ id: "telegram:1", name: "Ada", locale: "ru", createdAt: 1 });
    await times(50, () => send({ text: "hello" }));
    expect(taken).to.equal(20);
    expect(calls.map(({ method }) => method)).to.deep.equal(["sendMessage"]);
    expect(calls[0]!.text).to.contain("Помедленнее").and.to.contain("следующие 30 секунд");
    house().clock.time += 29_000;
    await send({ text: "hello" });
    await tap();
    expect(taken).to.equal(20);
    house().clock.time += 1_000;
    await times(20, () => send({ text: "hello" }));
    expect(taken).to.equal(40);
    expect(calls).to.have.lengthOf(1);
  });

  it("is told so at a tap, whose spinner ends; a stranger in the language of their app", async () => {
    await times(30, () => tap(person(7, "es")));
    expect(taken).to.equal(20);
    expect(calls.map(({ method }) => method)).to.deep.equal(["answerCallbackQuery", "sendMessage"]);
    expect(calls[1]!.text).to.contain("Más despacio");
  });

  it("loses no photo that a draft has room for, while everything else rests", async () => {
    const { drafts, datasets } = house().service;
    const actor = { userId: "telegram:1", isAdmin: false };
    const { id } = await drafts.start(actor, "telegram:1");
    await drafts.setSubject(actor, id, "character");
    await drafts.setName(actor, id, "Rex");
    await drafts.setTriggerWord(actor, id, "r3x");
    await drafts.setRecipe(actor, id, "tiny-sdxl");
    await times(30, () => send({ text: "hello" }));
    taken = 0;
    await times(PICTURES_AT_ONCE + 50, () => send(PHOTO));
    expect(taken).to.equal(PICTURES_AT_ONCE + 50);
    await times(3, async () => {
      await house().addPhoto(id, `photo ${number++}`);
    });
    await datasets.finishCollecting(actor, id);
    await send(PHOTO);
    expect(taken, "it collects no more").to.equal(PICTURES_AT_ONCE + 50);
    expect(calls.map(({ method }) => method)).to.deep.equal(["sendMessage", "sendMessage"]);
  });

  it("has their photos bounded where no draft collects", async () => {
    await times(PICTURES_AT_ONCE + 20, () => send(PHOTO));
    expect(taken).to.equal(PICTURES_AT_ONCE);
    expect(calls).to.have.lengthOf(1);
    await send({ text: "hello" });
    expect(taken, "an act is another thing").to.equal(PICTURES_AT_ONCE + 1);
  });

  it("keeps what they paid", async () => {
    await times(25, () => send({ text: "hello" }));
    const payment = { currency: "XTR", total_amount: 1, invoice_payload: "p" };
    await send({ successful_payment: payment as never });
    expect(taken).to.equal(21);
  });
});
