import { expect } from "chai";
import { Bot, HttpError } from "grammy";
import type { Update } from "grammy/types";
import { afterEach, beforeEach, describe, it } from "mocha";
import { DomainError } from "../../../src/core/errors.js";
import type { StoredUpdate, UpdateInbox } from "../../../src/core/ports/update-inbox.js";
import type { BotContext } from "../../../src/integrations/telegram/context.js";
import { isRepeat } from "../../../src/integrations/telegram/repeats.js";
import { Updates } from "../../../src/integrations/telegram/updates.js";
import { eventually } from "../../support/eventually.js";
import { RecordingLogger } from "../../support/recording-logger.js";

const ME = { id: 1, is_bot: true, first_name: "Bot", username: "a_bot" } as const;

/** An inbox in memory, whose content outlives the one that uses it. */
class MemoryInbox implements UpdateInbox {
  readonly waiting = new Map<number, StoredUpdate>();
  readonly handled = new Set<number>();

  append(updates: readonly { id: number; body: unknown }[]): Promise<number[]> {
    const fresh = updates.filter(({ id }) => !this.waiting.has(id) && !this.handled.has(id));
    for (const update of fresh) this.waiting.set(update.id, { ...update, attempts: 0 });
    return Promise.resolve(fresh.map(({ id }) => id));
  }
  pending(): Promise<StoredUpdate[]> {
    return Promise.resolve([...this.waiting.values()]);
  }
  begin(id: number): Promise<number> {
    const update = this.waiting.get(id);
    if (update === undefined) return Promise.reject(new DomainError("not-found"));
    const attempts = update.attempts + 1;
    this.waiting.set(id, { ...update, attempts });
    return Promise.resolve(attempts);
  }
  done(id: number): Promise<void> {
    this.waiting.delete(id);
    this.handled.add(id);
    return Promise.resolve();
  }
}

function message(id: number, chatId = 7): Update {
  const chat = { id: chatId, type: "private" as const, first_name: "Anna" };
  const from = { id: chatId, is_bot: false, first_name: "Anna" };
  return { update_id: id, message: { message_id: id, date: 1, chat, from, text: `text ${id}` } };
}

describe("updates from the inbox to the bot", () => {
  let inbox: MemoryInbox;
  let given: number[];
  let ended: string[];
  let open: Updates[];

  beforeEach(() => {
    inbox = new MemoryInbox();
    given = [];
    ended = [];
    open = [];
  });
  afterEach(() => Promise.all(open.map((updates) => updates.settle(1_000))));

  function updatesTo(
    handle: (ctx: BotContext) => Promise<void> | void,
    options: { mayHandle?: () => boolean; othersTakeIn?: boolean } = {},
  ): Updates {
    // A token of no bot; nothing is called.
    const bot = new Bot<BotContext>("1:x", { botInfo: { ...ME } as never });
    bot.use(handle);
    bot.catch(() => undefined);
    const giveUp = (update: Update): Promise<void> => {
      given.push(update.update_id);
      return Promise.resolve();
    };
    const onUpdate = (outcome: string, seconds: number): void => {
      ended.push(outcome);
      expect(seconds).to.be.at.least(0);
    };
    const updates = new Updates({ bot, inbox, logger: new RecordingLogger(), giveUp, onUpdate, ...options });
    open.push(updates);
    return updates;
  }

  it("keeps those of one chat in order, and lets other chats pass", async () => {
    const seen: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const updates = updatesTo(async (ctx) => {
      if (ctx.update.update_id === 1) await held;
      seen.push(`${ctx.chatId}:${ctx.update.update_id}`);
    });
    await updates.open();
    await updates.accept([message(1), message(2), message(3, 8), message(4)]);
    await eventually(() => expect(seen).to.deep.equal(["8:3"]));
    release();
    await eventually(() => expect(seen).to.deep.equal(["8:3", "7:1", "7:2", "7:4"]));
    await eventually(() => expect([...inbox.handled]).to.have.members([1, 2, 3, 4]));
  });

  it("handles again, in its place, what met Telegram away, and says that it is a repeat", async () => {
    const seen: [number, boolean][] = [];
    const updates = updatesTo((ctx) => {
      seen.push([ctx.update.update_id, isRepeat(ctx.update)]);
      if (seen.length === 1) throw new HttpError("Network request failed", new Error("cut"));
    });
    await updates.open();
    await updates.accept([message(1), message(2)]);
    await eventually(() =>
      expect(seen).to.deep.equal([
        [1, false],
        [1, true],
        [2, false],
      ]),
    );
    await eventually(() => expect(ended).to.deep.equal(["handled", "handled"]));
  });

  it("leaves for the next start what met Telegram away at the end, and what had not begun", async () => {
    const updates = updatesTo(() => {
      throw new HttpError("Network request failed", new Error("cut"));
    });
    await updates.open();
    await updates.accept([message(1), message(2)]);
    await eventually(() => expect(inbox.waiting.get(1)?.attempts).to.equal(1));
    expect(await updates.settle(5_000)).to.equal(2);
    expect(inbox.waiting.get(2)?.attempts, "only waited").to.equal(0);
    expect(ended).to.be.empty;

    const seen: number[] = [];
    await updatesTo((ctx) => void seen.push(ctx.update.update_id)).open();
    await eventually(() => expect(seen).to.deep.equal([1, 2]));
  });

  it("gives up, and says so to the person, what brought the process down three times", async () => {
    await inbox.append([{ id: 1, body: message(1) }]);
    for (let life = 1; life <= 3; life++) await inbox.begin(1);
    const seen: number[] = [];
    await updatesTo((ctx) => void seen.push(ctx.update.update_id)).open();
    await eventually(() => expect(given).to.deep.equal([1]));
    expect(seen).to.be.empty;
    await eventually(() => expect(ended).to.deep.equal(["given-up"]));
    expect([...inbox.handled]).to.deep.equal([1]);
  });

  it("is done with an update that fails for another reason: the same again would fail again", async () => {
    const updates = updatesTo(() => {
      throw new TypeError("a mistake of ours");
    });
    await updates.open();
    await updates.accept([message(1)]);
    await eventually(() => expect(ended).to.deep.equal(["failed"]));
    expect([...inbox.handled]).to.deep.equal([1]);
  });

  it("keeps what comes before it is opened", async () => {
    const seen: number[] = [];
    const updates = updatesTo((ctx) => void seen.push(ctx.update.update_id));
    await updates.accept([message(1)]);
    await updates.open();
    await updates.accept([message(1), message(2)]);
    await eventually(() => expect(seen).to.deep.equal([1, 2]));
  });

  it("begins nothing while another process may, and leaves what it could not end", async () => {
    let mine = true;
    const seen: number[] = [];
    const updates = updatesTo(
      (ctx) => {
        seen.push(ctx.update.update_id);
        mine = false;
        throw new Error("another process speaks for the bot now");
      },
      { mayHandle: () => mine },
    );
    await updates.open();
    await updates.accept([message(1), message(2), message(3, 8)]);
    await eventually(() => expect(updates.underWay).to.equal(0));
    expect(seen).to.have.length.within(1, 2);
    expect(ended, "neither handled nor failed").to.deep.equal([]);
    expect([...inbox.waiting.keys()]).to.deep.equal([1, 2, 3]);
  });

  it("handles what another process took in, and in its order", async () => {
    const seen: number[] = [];
    const updates = updatesTo((ctx) => void seen.push(ctx.update.update_id), { othersTakeIn: true });
    await updates.open();
    await inbox.append([{ id: 1, body: message(1) }]);
    await updates.accept([message(2)]);
    await eventually(() => expect(seen).to.deep.equal([1, 2]));
    await inbox.append([{ id: 3, body: message(3) }]);
    await eventually(() => expect(seen).to.deep.equal([1, 2, 3]));
  });

  it("handles what another poller took in and could not handle any more, when it is given it again", async () => {
    const seen: number[] = [];
    const updates = updatesTo((ctx) => void seen.push(ctx.update.update_id));
    await updates.open();
    await inbox.append([{ id: 1, body: message(1) }]);
    await updates.accept([message(1), message(2)]);
    await eventually(() => expect(seen).to.deep.equal([1, 2]));
  });

  it("passes over what another process handled in between", async () => {
    const seen: number[] = [];
    const updates = updatesTo(async (ctx) => {
      seen.push(ctx.update.update_id);
      await inbox.done(2);
    });
    await updates.open();
    await updates.accept([message(1), message(2), message(3)]);
    await eventually(() => expect(seen).to.deep.equal([1, 3]));
    await eventually(() => expect(inbox.waiting.size).to.equal(0));
    expect(ended).to.deep.equal(["handled", "handled"]);
  });

  it("begins again after it was settled, with what came meanwhile", async () => {
    const seen: number[] = [];
    const updates = updatesTo((ctx) => void seen.push(ctx.update.update_id));
    await updates.open();
    await updates.settle(1_000);
    await updates.accept([message(1)]);
    expect(seen).to.deep.equal([]);
    await updates.open();
    await updates.accept([message(2)]);
    await eventually(() => expect(seen).to.deep.equal([1, 2]));
  });

  it("asks of a payment that is about to be made pass the person's other updates", async () => {
    const seen: number[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const updates = updatesTo(async (ctx) => {
      if (ctx.preCheckoutQuery?.id !== "2") await held;
      seen.push(ctx.update.update_id);
    });
    await updates.open();
    await updates.accept([message(1), checkout(3), checkout(2)]);
    await eventually(() => expect(seen).to.deep.equal([2]));
    release();
    await eventually(() => expect(seen).to.have.members([1, 2, 3]));
  });

  it("keeps what was paid until it is dealt with, however often that fails", async () => {
    let failures = 5;
    const updates = updatesTo(() => {
      if (failures-- > 0) throw new DomainError("storage-failed");
    });
    for (let life = 1; life <= 6; life++) {
      await updates.open();
      if (life === 1) await updates.accept([paid(1)]);
      await eventually(() => expect(updates.underWay).to.equal(0));
      await updates.settle(1_000);
    }
    expect(failures).to.equal(-1);
    expect(given).to.deep.equal([]);
    expect(ended).to.deep.equal(["handled"]);
    expect(inbox.waiting.size).to.equal(0);
  });
});

const ORDER = { currency: "XTR", total_amount: 100, invoice_payload: "offer" };

function checkout(id: number): Update {
  const from = { id: 7, is_bot: false, first_name: "Anna" };
  return { update_id: id, pre_checkout_query: { id: `${id}`, from, ...ORDER } };
}

function paid(id: number): Update {
  const update = message(id);
  const charge = { telegram_payment_charge_id: "stx1", provider_payment_charge_id: "" };
  return {
    ...update,
    message: { ...update.message!, successful_payment: { ...ORDER, ...charge } },
  };
}
