import { recipeById } from "../../src/core/recipes/index.js";
import { suits } from "../../src/core/recipes/suitability.js";
import { SUBJECTS, type Subject } from "../../src/core/training/model.js";
import type { ChatMessage } from "../support/telegram/index.js";
import { housePhotos } from "./pictures.js";
import { hasButton, type Traveller } from "./traveller.js";

/** An album holds ten. */
const ALBUM = 10;
/** What is sent where a journey is about something else: enough for every base model. */
export const USUAL_PHOTOS = 5;

/**
 * What a person is asked on the way from /train to Start: by the button that answers it, or by the text where there
 * is none. Some offer a way back to another question, too, so the order tells.
 */
const QUESTIONS = {
  confirming: { verb: "start" },
  naming: { key: "name-prompt" },
  trigger: { verb: "trigger" },
  "base-model": { verb: "recipe" },
  collecting: { key: "collect-prompt" },
  captioning: { verb: "trigger-only" },
  review: { verb: "captions-done" },
  subject: { verb: "what" },
} as const satisfies Readonly<Record<string, { readonly key: string } | { readonly verb: string }>>;
export type Question = keyof typeof QUESTIONS;

export interface Wishes {
  readonly name: string;
  readonly recipeId: string;
  /** A product, where the base model can learn one, unless told. */
  readonly subject?: Subject;
  /** The one that the bot proposes, unless told. */
  readonly triggerWord?: string;
  readonly photos?: readonly Buffer[];
}

type Answer = (traveller: Traveller, asked: ChatMessage, wishes: Wishes) => Promise<unknown>;

/** How each is answered by one who wants no more than a model. */
const ANSWERS: Readonly<Record<Exclude<Question, "confirming">, Answer>> = {
  subject: (traveller, asked, { recipeId, subject = subjectFor(recipeId) }) =>
    traveller.taps(asked, "what", subject),
  naming: (traveller, _asked, { name }) => traveller.says(name),
  trigger: (traveller, asked, { triggerWord }) =>
    triggerWord === undefined ? traveller.taps(asked, "trigger") : traveller.says(triggerWord),
  "base-model": (traveller, asked, { recipeId }) => traveller.taps(asked, "recipe", recipeId),
  collecting: async (traveller, asked, { photos }) => {
    const files = photos ?? (await housePhotos(USUAL_PHOTOS));
    for (let at = 0; at < files.length; at += ALBUM) await traveller.sendsPhotos(files.slice(at, at + ALBUM));
    // With none to send, what is there already is enough.
    await traveller.taps(files.length === 0 ? asked : await traveller.seesCount(files.length), "done");
  },
  captioning: (traveller, asked) => traveller.taps(asked, "trigger-only"),
  review: (traveller, asked) => traveller.taps(asked, "captions-done"),
};

/** A house is a product. */
function subjectFor(recipeId: string): Subject | undefined {
  const recipe = recipeById(recipeId);
  const subjects = SUBJECTS.filter((subject) => suits(recipe, subject));
  return subjects.find((subject) => subject === "product") ?? subjects[0];
}

/** From what the bot asks now to the question that is wanted, which is given unanswered. */
export async function walkTo(traveller: Traveller, wanted: Question, wishes: Wishes): Promise<ChatMessage> {
  for (;;) {
    const { question, asked } = await nextQuestion(traveller);
    if (question === wanted) return asked;
    if (question === "confirming")
      throw new Error(`${wanted} was not asked:\n${traveller.chat.transcript()}`);
    await ANSWERS[question](traveller, asked, wishes);
  }
}

/** From nothing to a question. */
export async function beginAndWalkTo(
  traveller: Traveller,
  wanted: Question,
  wishes: Wishes,
): Promise<ChatMessage> {
  await traveller.says("/train");
  return walkTo(traveller, wanted, wishes);
}

/** Types a number of steps under the card that sums up; gives the new card. */
export async function chooseSteps(traveller: Traveller, steps: number): Promise<ChatMessage> {
  await traveller.says(`${traveller.words.t("option-steps")} ${steps}`);
  return traveller.sees("confirm-title", { where: ({ text }) => text.includes(`${steps}`) });
}

/** Taps Start on the card that sums up; gives the progress card. */
export async function start(traveller: Traveller, card: ChatMessage): Promise<ChatMessage> {
  await traveller.taps(card, "start");
  return traveller.sees("card-title");
}

/** From /train to the message that has the model. */
export async function trainToEnd(traveller: Traveller, wishes: Wishes): Promise<ChatMessage> {
  await start(traveller, await beginAndWalkTo(traveller, "confirming", wishes));
  return traveller.sees("done-title");
}

interface Shared {
  /** That it was shared from. */
  readonly page: ChatMessage;
  /** What the link carries. */
  readonly payload: string;
}

/** Shares the newest model that is done. */
export function shareModel(traveller: Traveller): Promise<Shared> {
  return share(traveller, "model-share", "share-link");
}

/** Shares the photos of the newest training that is done. */
export function sharePhotos(traveller: Traveller): Promise<Shared> {
  return share(traveller, "photos-share", "photos-link");
}

async function share(traveller: Traveller, button: string, shown: string): Promise<Shared> {
  await traveller.says("/trainings");
  const page = await traveller.sees("trainings-title");
  await traveller.presses(page, /✅/u);
  await traveller.presses(page, button);
  const { text } = await traveller.sees(shown);
  const [, payload = ""] = /\?start=(\S+)/.exec(text) ?? [];
  return { page, payload };
}

/** The newest question that is open still: one that was answered has lost its buttons. */
async function nextQuestion(traveller: Traveller): Promise<{ question: Question; asked: ChatMessage }> {
  const names = Object.keys(QUESTIONS) as Question[];
  const questionOf = (message: ChatMessage): Question | undefined =>
    names.find((name) => {
      const question: { key: string } | { verb: string } = QUESTIONS[name];
      return "key" in question ? traveller.fits(question.key)(message) : hasButton(message, question.verb);
    });
  const asked = await traveller.sees((message) => questionOf(message) !== undefined);
  return { question: questionOf(asked)!, asked };
}
