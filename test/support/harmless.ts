import { expect } from "chai";
import type { PersonChat } from "./telegram/index.js";

/** What no person may ever read: where the program failed, and how. */
const INSIDES = /\bat .+[:(/].+\.[jt]s:\d+|\b[A-Z]\w*Error\b|node:internal|\[object |\bundefined\b|\bNaN\b/;

/** Everything that somebody can read in a chat: messages with their former texts, buttons and what they carry. */
export function everythingIn(chat: PersonChat): string {
  return chat.messages
    .filter(({ fromBot }) => fromBot)
    .flatMap(({ text, edits, keyboard }) => [text, ...edits, JSON.stringify(keyboard)])
    .join("\n");
}

/** Neither the program's insides nor any of the secrets. */
export function expectHarmless(text: string, secrets: readonly string[]): void {
  expect(INSIDES.exec(text)?.[0], "the program's insides").to.equal(undefined);
  for (const secret of secrets) expect(text.includes(secret), `it tells ${secret}`).to.equal(false);
}
