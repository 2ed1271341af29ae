import { startInProcess, type Darkroom } from "../support/darkroom.js";
import { OpenAiServer } from "../support/openai-server.js";
import type { TelegramEmulator } from "../support/telegram/index.js";
import { CAST } from "./cast.js";
import type { Journey, Stage } from "./journey.js";
import { Traveller } from "./traveller.js";
import { wordsIn, type Language, type Words } from "./words.js";

const KEY = "key-of-no-real-server";
/** Trains in a moment and draws nothing: it needs no GPU. */
export const DEFAULT_RECIPE = "tiny-sdxl";
const PEOPLE = { anna: 5_472_638_766, ben: 5_472_638_777 } as const;

export interface Playing {
  readonly journey: Journey;
  readonly language: Language;
  /** What is trained; the journey's own, or else {@link DEFAULT_RECIPE}, unless told. */
  readonly recipeId?: string;
}

export interface Played {
  readonly darkroom: Darkroom;
  readonly telegram: TelegramEmulator;
  readonly words: Words;
  /** Everybody who took part, in the order in which they came. */
  readonly people: readonly Traveller[];
}

/**
 * Plays a journey in a Darkroom of its own.
 *
 * @param hears is called before anything is said, so that it can listen
 * @param sees is called at the end, while all is still there
 * @throws where the bot does not do its part; the end of its log is told
 */
export async function play<Result>(
  playing: Playing,
  sees: (played: Played) => Promise<Result>,
  hears: (telegram: TelegramEmulator) => void = () => undefined,
): Promise<Result> {
  const captioner = await OpenAiServer.start(KEY);
  captioner.behave({ content: "a red toy house" });
  try {
    const darkroom = await startInProcess({ env: { ...environment(captioner), ...playing.journey.env } });
    try {
      hears(darkroom.telegram);
      return await onStage(darkroom, captioner, playing, sees);
    } finally {
      await darkroom.close();
    }
  } finally {
    await captioner.close();
  }
}

async function onStage<Result>(
  darkroom: Darkroom,
  captioner: OpenAiServer,
  { journey, language, recipeId = journey.recipeId ?? DEFAULT_RECIPE }: Playing,
  sees: (played: Played) => Promise<Result>,
): Promise<Result> {
  const words = wordsIn(language);
  const people: Traveller[] = [];
  const person = (role: keyof typeof PEOPLE) => (): Traveller => {
    const firstName = CAST[language][role];
    const profile = { id: PEOPLE[role], firstName, languageCode: language };
    const traveller = new Traveller(darkroom.telegram.person(profile).privateChat(), words, firstName);
    people.push(traveller);
    return traveller;
  };
  const stage: Stage = {
    darkroom,
    captioner,
    language,
    words,
    recipeId,
    anna: person("anna"),
    ben: person("ben"),
  };
  try {
    await journey.play(stage);
    return await sees({ darkroom, telegram: darkroom.telegram, words, people });
  } catch (error) {
    throw new Error(`${journey.name} in ${language}: ${String(error)}\n${darkroom.logTail()}`, {
      cause: error,
    });
  }
}

/** Every base model can be trained: the trainer of the tests needs no GPU. */
function environment(captioner: OpenAiServer): Record<string, string> {
  return {
    GPU_SLOTS: "0",
    TINY_MODELS: "always",
    PUBLIC_URL: "https://darkroom.example",
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: captioner.baseUrl,
  };
}
