import { parseArgs } from "node:util";
import { RECIPES } from "../../src/core/recipes/index.js";
import { JOURNEYS } from "../journeys/index.js";
import type { Journey } from "../journeys/journey.js";
import { LANGUAGES, type Language } from "../journeys/words.js";

export interface TranscriptOptions {
  readonly journey: Journey;
  readonly language: Language;
  readonly recipeId: string | undefined;
  readonly out: string | undefined;
}

/** The command line was wrong; the message says how. */
export class UsageError extends Error {}

/** What is said where no journey is named. */
export function usage(): string {
  const width = Math.max(...JOURNEYS.map(({ name }) => name.length));
  return `npm run transcript -- NAME [options]

Plays a journey through the bot, against a Telegram of the project's own and a trainer that is done in a moment,
and writes it as a page that a person can read.

${JOURNEYS.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join("\n")}

  --lang LANGUAGE   ${LANGUAGES.join(", ")} (default ${LANGUAGES[0]})
  --recipe NAME     the base model that is trained (default tiny-sdxl, for clips tiny-wan): ${RECIPES.map(({ id }) => id).join(", ")}
  --out DIR         where the page is written (default data/transcripts)
`;
}

/** @returns undefined where no journey is named. @throws UsageError */
export function parseOptions(args: readonly string[]): TranscriptOptions | undefined {
  const { positionals, values } = read(args);
  const [name, ...more] = positionals;
  if (name === undefined || values.help === true) return undefined;
  if (more.length > 0) throw new UsageError(`One journey at a time: ${positionals.join(", ")} were named.`);
  const names = JOURNEYS.map((journey) => journey.name).join(", ");
  const journey = JOURNEYS.find((candidate) => candidate.name === name);
  if (journey === undefined) throw new UsageError(`There is no journey ${name}; there is ${names}.`);
  const language = LANGUAGES.find((candidate) => candidate === (values.lang ?? LANGUAGES[0]));
  if (language === undefined) {
    throw new UsageError(`--lang ${values.lang ?? ""}: the bot speaks ${LANGUAGES.join(", ")}.`);
  }
  if (values.recipe !== undefined && !RECIPES.some(({ id }) => id === values.recipe)) {
    throw new UsageError(`--recipe ${values.recipe}: there is ${RECIPES.map(({ id }) => id).join(", ")}.`);
  }
  return { journey, language, recipeId: values.recipe, out: values.out };
}

function read(args: readonly string[]): {
  positionals: string[];
  values: { help?: boolean; lang?: string; recipe?: string; out?: string };
} {
  try {
    const text = { type: "string" } as const;
    const options = { help: { type: "boolean" }, lang: text, recipe: text, out: text } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
