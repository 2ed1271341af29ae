import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";

/** The first start of a bot on a slow machine, and the trainer's first import. */
const PATIENCE_MS = 60_000;
const TRAINING_PATIENCE_MS = 30 * 60_000;
const ALBUM = 10;

export interface Play {
  readonly photos: readonly string[];
  /** A person's own pictures go as files: they keep their quality and their names. */
  readonly asFiles: boolean;
  /** The base model's name as its button says it. */
  readonly model: RegExp;
  readonly steps: number | undefined;
}

/** Plays one person from /train to the last message, which it gives back. @throws when the bot does not do its part */
export async function playPerson(chat: PersonChat, play: Play): Promise<ChatMessage> {
  const wait = (text: RegExp): Promise<ChatMessage> => chat.waitFor(text, { timeoutMs: PATIENCE_MS });
  await chat.send("/train");
  await chat.tap(await wait(/What shall I train/), "Product");
  await wait(/call your training/);
  await chat.send("Toy house");
  await wait(/Which trigger word/);
  await chat.send("ohwxhouse");
  await chat.tap(await wait(/Which base model/), play.model);
  await wait(/at least/);
  await sendPhotos(chat, play);
  await chat.tap(await collected(chat, play.photos.length), /Done/);
  await chat.tap(await wait(/How shall I caption/), /trigger word alone/);
  await chat.tap(await wait(/^1 of /), /▶️/);
  await wait(/^2 of /);
  await chat.send("a red toy house with a blue roof, seen from its corner");
  await chat.tap(await wait(/blue roof, seen/), /Captions are fine/);
  let card = await wait(/Ready\?/);
  if (play.steps !== undefined) {
    await chat.send(`steps ${play.steps}`);
    card = await chat.waitFor(new RegExp(`Ready\\?[^]*– ${play.steps} steps`), {
      timeoutMs: PATIENCE_MS,
    });
  }
  await chat.tap(card, /Start/);
  return chat.waitFor(/is trained|could not be trained/, { timeoutMs: TRAINING_PATIENCE_MS });
}

async function sendPhotos(chat: PersonChat, { photos, asFiles }: Play): Promise<void> {
  const asAlbum = asFiles ? [] : photos.slice(0, ALBUM);
  if (asAlbum.length > 0) await chat.sendAlbum(asAlbum.map((file) => ({ type: "photo", file })));
  for (const file of photos.slice(asAlbum.length))
    await chat.sendDocument(file, { fileName: basename(file) });
}

/** Nothing more is said of photos after so long. */
const QUIET_MS = 8_000;

/** Waits until each photo was counted or refused; gives the message with the count. */
async function collected(chat: PersonChat, sent: number): Promise<ChatMessage> {
  const deadline = Date.now() + PATIENCE_MS + sent * 2_000;
  let heard = { answers: 0, at: Date.now() };
  for (;;) {
    const card = chat.messages.findLast((message) => message.fromBot && message.text.includes("📷"));
    const refused = chat.messages.filter(
      (message) => message.fromBot && /was not taken|same picture/.test(message.text),
    );
    const taken = countOn(card);
    if (card !== undefined && taken + refused.length >= sent && !card.text.includes("at least")) return card;
    if (heard.answers !== taken + refused.length) heard = { answers: taken + refused.length, at: Date.now() };
    // Of many pictures that are there already a few are answered; Done comes behind all that is still read.
    const isQuiet = refused.length > 0 && Date.now() - heard.at > QUIET_MS;
    if (card !== undefined && isQuiet && !card.text.includes("at least")) return card;
    if (taken + refused.length >= sent && Date.now() > deadline - PATIENCE_MS + 5_000) {
      throw new Error(`Only ${taken} of ${sent} pictures were taken; that is too few to train on.`);
    }
    if (Date.now() > deadline)
      throw new Error(`The bot counted ${taken} of ${sent} pictures and refused ${refused.length}.`);
    await sleep(100);
  }
}

function countOn(card: ChatMessage | undefined): number {
  if (card === undefined || card.text.includes("No photos")) return 0;
  return card.text.includes("One photo") ? 1 : Number(/📷 (\d+)/.exec(card.text)?.[1] ?? 0);
}
