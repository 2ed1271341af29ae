import type { Darkroom } from "../support/darkroom.js";
import type { OpenAiServer } from "../support/openai-server.js";
import type { Traveller } from "./traveller.js";
import type { Language, Words } from "./words.js";

/** Where a journey takes place: a Darkroom and a Telegram of its own, with nobody there yet. */
export interface Stage {
  readonly darkroom: Darkroom;
  readonly captioner: OpenAiServer;
  readonly language: Language;
  readonly words: Words;
  /** The base model that is trained. */
  readonly recipeId: string;
  /** The person whose journey it is, and one whom they know; made once each. */
  readonly anna: () => Traveller;
  readonly ben: () => Traveller;
}

/** A way that a person goes through the whole bot. */
export interface Journey {
  readonly name: string;
  /** One line for who reads the page of it. */
  readonly about: string;
  /** The base model that is trained where none is named; left out, any will do. */
  readonly recipeId?: string;
  /** Variables of the configuration that it needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** It takes seconds of a processor, so that the suite plays it in one language; a transcript of it is made in any. */
  readonly costly?: boolean;
  /** @throws where the bot does not do its part */
  readonly play: (stage: Stage) => Promise<void>;
}
