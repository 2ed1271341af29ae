import { photos } from "./test-pictures.js";
import type { ChatMessage, PersonChat } from "./telegram/index.js";

/** The steps of a draft, in the order in which a person goes through them. */
export const STEPS = [
  "subject",
  "naming",
  "trigger",
  "base-model",
  "collecting",
  "captioning",
  "review",
  "confirming",
] as const;
export type ChatStep = (typeof STEPS)[number];

export const PROMPTS: Readonly<Record<ChatStep, RegExp>> = {
  subject: /What shall I train/,
  naming: /call your training/,
  trigger: /Which trigger word/,
  "base-model": /Which base model/,
  collecting: /Send your photos/,
  captioning: /How shall I caption/,
  review: /^\d+ of \d+/,
  confirming: /Ready\?/,
};

/** What people here train, unless they wish otherwise. */
export const SUBJECT = "Character";

export const NAME_TAKEN = /a training called .* already/;

export interface Wishes {
  /** The word on the button. */
  readonly subject?: string;
  readonly name?: string;
  readonly triggerWord?: string;
  readonly model?: RegExp;
  readonly photos?: readonly Buffer[];
}

/** Takes a person from /train to a step, and gives the message that the step began with. */
export async function goTo(chat: PersonChat, step: ChatStep, wishes: Wishes = {}): Promise<ChatMessage> {
  const { subject = SUBJECT, name = "Rex", triggerWord = "ohwxrex", model = /Tiny SDXL/ } = wishes;
  let shown = await chat.ask("/train", PROMPTS.subject);
  const target = STEPS.indexOf(step);
  if (target >= 1) shown = await tapFor(chat, shown, subject, PROMPTS.naming);
  if (target >= 2) shown = await giveName(chat, name);
  if (target >= 3) shown = await chat.ask(triggerWord, PROMPTS["base-model"]);
  if (target >= 4) shown = await tapFor(chat, shown, model, PROMPTS.collecting);
  if (target >= 5) shown = await collect(chat, shown, wishes.photos ?? (await photos(3)));
  if (target >= 6) shown = await tapFor(chat, shown, /trigger word alone/, PROMPTS.review);
  if (target >= 7) shown = await tapFor(chat, shown, /Captions are fine/, PROMPTS.confirming);
  return shown;
}

/** Types a name, and takes the free one that the bot proposes where this one is taken. */
async function giveName(chat: PersonChat, name: string): Promise<ChatMessage> {
  const answer = await chat.ask(
    name,
    ({ text }) => text.includes("Which trigger word") || NAME_TAKEN.test(text),
  );
  return NAME_TAKEN.test(answer.text) ? tapFor(chat, answer, /./, PROMPTS.trigger) : answer;
}

/** Begins another draft beside the open one; gives the question for its name. */
export async function beginAnother(chat: PersonChat, subject = SUBJECT): Promise<ChatMessage> {
  const question = await chat.ask("/train", /open draft/);
  const first = await tapFor(chat, question, /new one/, PROMPTS.subject);
  return tapFor(chat, first, subject, PROMPTS.naming);
}

/** Sends photos one by one and taps Done when all are counted. */
async function collect(
  chat: PersonChat,
  begun: ChatMessage,
  pictures: readonly Buffer[],
): Promise<ChatMessage> {
  for (const picture of pictures) await chat.sendPhoto(picture);
  const counted = counting(pictures.length);
  const card = await chat.waitFor((message) => message.id === begun.id && counted(message), {
    timeoutMs: 30_000,
  });
  return tapFor(chat, card, /Done/, PROMPTS.captioning);
}

/** The message that counts, once it has come to this number. */
export function counting(count: number): (message: ChatMessage) => boolean {
  return ({ text }) => text.includes(`📷 ${count === 1 ? "One photo" : `${count} photos`}`);
}

/** Taps, and waits for what the bot says after it. */
export async function tapFor(
  chat: PersonChat,
  message: ChatMessage,
  button: string | RegExp,
  answer: RegExp | ((message: ChatMessage) => boolean),
): Promise<ChatMessage> {
  const mark = chat.mark();
  await chat.tap(message, button);
  return chat.waitFor(answer, { after: mark });
}

/** From /train to the tap on Start; gives the progress card. */
export async function startTraining(chat: PersonChat, wishes: Wishes = {}): Promise<ChatMessage> {
  const card = await goTo(chat, "confirming", wishes);
  return tapFor(chat, card, /Start/, /🎞/);
}

/** From /train to the last message. */
export async function trainToEnd(chat: PersonChat, wishes: Wishes = {}): Promise<ChatMessage> {
  const card = await startTraining(chat, wishes);
  return chat.waitFor(/is trained|could not be trained/, { after: card, timeoutMs: 30_000 });
}
