/*
 * Updates a second through the whole bot, from the inbox on disk to the answer, with many people in conversations;
 * beside a bare grammY handler that answers the same messages with a text, in turns. And what an open conversation
 * takes, in memory and in the database, with one photo and with 200.
 * `node --expose-gc --import tsx test/bench/conversations.ts [PEOPLE] [ROUNDS]`
 */
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Bot } from "grammy";
import type { Update } from "grammy/types";
import { AdminLog } from "../../src/core/administration/admin-log.js";
import { Administration } from "../../src/core/administration/administration.js";
import { Banning } from "../../src/core/administration/banning.js";
import { Ledger } from "../../src/core/points/ledger.js";
import { createTill, type Till } from "../../src/core/points/till.js";
import { createBot, type DarkroomBot } from "../../src/integrations/telegram/bot.js";
import { draftButton } from "../../src/integrations/telegram/callback-data.js";
import { Texts } from "../../src/integrations/telegram/texts.js";
import { Updates } from "../../src/integrations/telegram/updates.js";
import { CoreHouse } from "../support/core-house.js";
import { TelegramStub } from "./telegram-stub.js";

const PEOPLE = Number(process.argv[2] ?? 1_000);
const ROUNDS = Number(process.argv[3] ?? 5);
/** As polling gets them. */
const BATCH = 100;
const MANY_PHOTOS = 200;
const BOT = {
  id: 1,
  is_bot: true,
  first_name: "B",
  username: "b_bot",
} as const;
const TOKEN = "1:bench";

type Sent = NonNullable<Update["message"]>;

interface Rate {
  readonly perSecond: number;
  /** Milliseconds of a processor for each update; less of the machine's other work is in it than in the time. */
  readonly cpuMs: number;
}

const telegram = await TelegramStub.start();
const house = await CoreHouse.open();
const whole = wholeBot();
const updates = new Updates({
  bot: whole.bot,
  inbox: house.stores.inbox,
  logger: house.logger,
  giveUp: whole.giveUp,
});
await updates.open();
let lastUpdate = 0;

try {
  await openConversations();
  await compareThroughput();
  await measurePhotos();
} finally {
  await updates.settle(10_000);
  whole.collecting.stop();
  whole.verdicts.stop();
  await house.close();
  await telegram.close();
}

function wholeBot(): DarkroomBot {
  const { service, stores, clock, logger } = house;
  const darkroom = createBot({
    ...stores,
    service,
    clock,
    logger,
    token: TOKEN,
    apiRoot: telegram.root,
    administration: new Administration({ ...stores, clock, logger }),
    banning: new Banning({ ...stores, ...service, clock, logger, adminIds: [] }),
    giftCodes: undefined,
    pointsOffice: undefined,
    texts: new Texts("locales"),
    adminIds: [],
    uploadMegabytes: 50,
    shop: undefined,
    till: closedTill(),
    support: { contact: undefined, adminIds: [] },
    updatesPerMinute: 1_000_000,
    maySpeak: () => true,
  });
  darkroom.bot.botInfo = BOT as never;
  return darkroom;
}

function closedTill(): Till {
  const { stores, clock, ids, logger } = house;
  const ledger = new Ledger(stores.ledger, clock);
  return createTill({
    stores,
    accounts: { ledger, balance: (personId) => ledger.balance(personId) },
    isOpen: false,
    packs: [],
    mayBuy: () => Promise.resolve(false),
    settle: () => Promise.resolve(),
    clock,
    ids,
    log: new AdminLog({ ...stores, clock, logger }),
  });
}

/** Everybody in a conversation that waits for photos; what that takes in memory and on disk. */
async function openConversations(): Promise<void> {
  // Once through, so that what is loaded and compiled on the way is not counted.
  await through([await opening(PEOPLE + 1)]);
  const drafts: Update[] = [];
  for (let person = 1; person <= PEOPLE; person++) drafts.push(await opening(person));
  const before = heap();
  for (let at = 0; at < PEOPLE; at += BATCH) await through(drafts.slice(at, at + BATCH));
  const grown = (heap() - before) / PEOPLE / 1024;
  const bytes = await storedBytes();
  process.stdout.write(
    `${PEOPLE} open conversations: ${grown.toFixed(1)} KiB of heap each, ${mean(bytes).toFixed(0)} bytes stored each\n`,
  );
}

/** Takes somebody to the photos of a draft, and gives the tap that opens the conversation about it. */
async function opening(person: number): Promise<Update> {
  const actor = { userId: `telegram:${person}`, isAdmin: false };
  const { drafts } = house.service;
  const { id } = await drafts.start(actor, `telegram:${person}`);
  await drafts.setSubject(actor, id, "character");
  await drafts.setName(actor, id, "Rex");
  await drafts.setTriggerWord(actor, id, "r3x");
  await drafts.setRecipe(actor, id, "tiny-sdxl");
  const message = messageOf(person, { text: "?" });
  const query = { id: String(person), from: message.from, chat_instance: "1", message };
  return { update_id: ++lastUpdate, callback_query: { ...query, data: draftButton(id, "resume") } };
}

/** A text where photos are wanted: the conversation is loaded, replayed, answers once, and is stored. */
async function compareThroughput(): Promise<void> {
  const bare = bareBot();
  const taken = { whole: [] as Rate[], bare: [] as Rate[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const wholeRate = await rate(through);
    const bareRate = await rate(async (batch) => {
      await Promise.all(batch.map((update) => bare.handleUpdate(update)));
    });
    // The first round warms up.
    if (round > 0) {
      taken.whole.push(wholeRate);
      taken.bare.push(bareRate);
    }
  }
  const of = (rates: readonly Rate[], key: keyof Rate): number => median(rates.map((rate) => rate[key]));
  const line = (name: string, rates: readonly Rate[]): string =>
    `  ${name} ${of(rates, "perSecond").toFixed(0).padStart(6)}  processor ${of(rates, "cpuMs").toFixed(2)} ms each\n`;
  const ratio = (key: keyof Rate): string => (of(taken.whole, key) / of(taken.bare, key)).toFixed(2);
  process.stdout.write(
    `updates a second, median of ${ROUNDS} rounds of ${PEOPLE}\n` +
      line("the whole bot", taken.whole) +
      line("bare grammY  ", taken.bare) +
      `  of the whole: ${(await inboxMs()).toFixed(2)} ms each for the three synced writes of the inbox\n` +
      `  whole / bare: updates a second ${ratio("perSecond")}, processor ${ratio("cpuMs")}\n`,
  );
}

function bareBot(): Bot {
  const bot = new Bot(TOKEN, { client: { apiRoot: telegram.root }, botInfo: BOT as never });
  bot.on("message", (ctx) => ctx.reply("Send photos, or tap <b>Done</b>.", { parse_mode: "HTML" }));
  return bot;
}

/** Both with the answering server, which is in this process: it is the same for both. */
async function rate(handle: (batch: Update[]) => Promise<unknown>): Promise<Rate> {
  const all = Array.from({ length: PEOPLE }, (_, index) => updateOf(index + 1, { text: "hello" }));
  const answered = telegram.messages;
  const from = performance.now();
  const cpu = process.cpuUsage();
  for (let at = 0; at < all.length; at += BATCH) await handle(all.slice(at, at + BATCH));
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (telegram.messages - answered !== PEOPLE) throw new Error("not every update was answered once");
  return { perSecond: PEOPLE / seconds, cpuMs: (user + system) / 1000 / PEOPLE };
}

/** Through the inbox, as polling does it. */
async function through(batch: readonly Update[]): Promise<void> {
  await updates.accept(batch);
  while (updates.underWay > 0) await sleep(1);
}

/** Milliseconds that an update takes to be kept, begun and done, one after the other: the disk's share. */
async function inboxMs(): Promise<number> {
  const { inbox } = house.stores;
  const from = performance.now();
  for (let count = 0; count < PEOPLE; count++) {
    const id = ++lastUpdate;
    await inbox.append([{ id, body: updateOf(1, { text: "hello" }) }]);
    await inbox.begin(id);
    await inbox.done(id);
  }
  return (performance.now() - from) / PEOPLE;
}

async function measurePhotos(): Promise<void> {
  const [person] = [1];
  const sizes: Record<number, { bytes: number; heap: number }> = {};
  for (let photo = 1; photo <= MANY_PHOTOS; photo++) {
    const id = `photo${photo}`;
    const largest = { file_id: id, file_unique_id: id, width: 640, height: 480 };
    // A demonstration model takes 100: the rest are refused, which is an update of the conversation, too.
    await through([updateOf(person, { photo: [largest] })]);
    if (photo === 1 || photo === MANY_PHOTOS)
      sizes[photo] = { bytes: (await storedBytes(person))[0] ?? NaN, heap: heap() };
  }
  const [one, many] = [sizes[1], sizes[MANY_PHOTOS]];
  if (one === undefined || many === undefined) throw new Error("no photo was taken");
  process.stdout.write(
    `stored of a conversation: ${one.bytes} bytes after 1 photo, ${many.bytes} after ${MANY_PHOTOS}, ratio ${(many.bytes / one.bytes).toFixed(2)}\n` +
      `heap: ${((many.heap - one.heap) / 1024).toFixed(0)} KiB more after ${MANY_PHOTOS} photos than after 1\n`,
  );
}

/** Lengths of the stored conversations, of all people or of one. */
async function storedBytes(person?: number): Promise<number[]> {
  const entries = await house.stores.keyValues.list("conversations", PEOPLE + 10);
  return entries
    .filter(({ key }) => person === undefined || key === `telegram:${person}/${person}`)
    .map(({ value }) => Buffer.byteLength(JSON.stringify(value)));
}

function updateOf(person: number, content: Partial<Sent>): Update {
  return { update_id: ++lastUpdate, message: messageOf(person, content) };
}

function messageOf(person: number, content: Partial<Sent>): Sent {
  const from = { id: person, is_bot: false, first_name: "Person", language_code: "en" };
  const chat = { id: person, type: "private", first_name: "Person" } as const;
  return { message_id: lastUpdate + 1, date: 1_893_456_000, chat, from, ...content };
}

/** @throws Error where node was started without --expose-gc */
function heap(): number {
  if (globalThis.gc === undefined) throw new Error("start node with --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
