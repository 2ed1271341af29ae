import { HOSTILE_NAME } from "./cast.js";
import type { Played } from "./play.js";
import { PATIENT, type Traveller } from "./traveller.js";
import { LANGUAGES, wordsIn, type Words } from "./words.js";

/** What a person must never see, in any message. */
const FAULTS: Readonly<Record<string, RegExp>> = {
  "no value": /\bundefined\b|\bNaN\b|\[object|\bnull\b/,
  "an entity": /&(?:lt|gt|amp|quot|#\d+);/,
  "a tag": /<\/?(?:b|i|u|s|code|pre|a|blockquote|tg-spoiler)\b[^<>]*>/,
  "a place of a text": /\{\s*\$?[\w-]+\s*\}/,
};
/** Telegram's answers to calls that do no harm: nothing had changed, or the tap was answered already. */
const HARMLESS = /message is not modified|query is too old/;

/** Everything that is wrong with what was said in a journey and with what was called; empty where all is well. */
export function faultsOf({ people, telegram, words }: Played, popUps: readonly string[]): string[] {
  const texts = [...people.flatMap(({ chat }) => textsOf(chat)), ...popUps];
  const refused = telegram.calls.filter(({ ok, error }) => !ok && !HARMLESS.test(error?.description ?? ""));
  return [
    ...textFaults(texts, words),
    ...refused.map(({ method, error }) => `${method}: ${error?.description ?? ""}`),
  ];
}

/** What no person should read, in texts as they are shown; empty where there is none. */
export function textFaults(texts: readonly string[], words: Words): string[] {
  const foreign = foreignPieces(words);
  const patterns = { ...FAULTS, "a key": words.bareKey };
  return [...new Set(texts)].flatMap((text) => {
    const own = text.replaceAll(HOSTILE_NAME, "");
    const found = Object.entries(patterns).filter(([, fault]) => fault.test(own));
    const pieces = foreign.filter((piece) => own.includes(piece));
    return [...found.map(([name]) => name), ...pieces].map((fault) => `${fault} in: ${text}`);
  });
}

/**
 * Taps every button of the last message that has any, in each chat. Telegram is told of an address by itself.
 *
 * @returns how many were tapped, and what went wrong
 * @throws where the bot does not answer a tap
 */
export async function tapLastButtons({ people }: Played): Promise<{ tapped: number; faults: string[] }> {
  let tapped = 0;
  const faults: string[] = [];
  for (const { chat, words } of people) {
    const last = chat.messages.findLast(({ fromBot, buttons }) => fromBot && buttons.length > 0);
    for (const button of last?.keyboard.flat() ?? []) {
      if (last === undefined) continue;
      tapped += 1;
      // A button before it may have changed the message.
      const { text, url } = await chat.tap(last, (other) => other.text === button.text, {
        ...PATIENT,
        stale: true,
      });
      if (text === words.t("error-internal")) faults.push(`[ ${button.text} ] says: ${text}`);
      if (url !== undefined && !url.startsWith("https://")) faults.push(`[ ${button.text} ] opens ${url}`);
    }
    const lost = chat.messages.filter(({ fromBot, text }) => fromBot && text === words.t("given-up"));
    faults.push(...lost.map(({ text }) => text));
  }
  return { tapped, faults };
}

/** All that the bot said and wrote on buttons, before edits as well. */
function textsOf(chat: Traveller["chat"]): string[] {
  const said = chat.messages.filter(({ fromBot }) => fromBot);
  return said.flatMap(({ text, edits, buttons }) => [text, ...edits, ...buttons]);
}

/** Pieces of texts in other languages that stand in no text of this one. */
function foreignPieces(words: Words): string[] {
  const own = words.tellingPieces().join("\n");
  const others = LANGUAGES.filter((language) => language !== words.language);
  return others
    .flatMap((language) => wordsIn(language).tellingPieces())
    .filter((piece) => !own.includes(piece));
}
