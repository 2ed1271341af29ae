import { captionPhrases, contentWords } from "./caption-phrases.js";
import type { Subject } from "./model.js";

/** Where a subject can be put that was never seen there: a model that knows it draws it all the same. */
const SCENES = [
  "on a beach at sunset",
  "in a snowy forest",
  "in a busy street at night",
  "in front of a plain grey wall",
  "in a field of sunflowers",
  "beside a mountain lake",
];
const SCENES_OF_THINGS = [
  "on a wooden table",
  "on a plain white background",
  "on a rock by the sea",
  "in a bright kitchen",
  "on a shelf with plants",
  "in the rain at night",
];
/** What a style can be drawn on, or a motion be seen of. */
const MOTIFS = [
  "a lighthouse on a cliff",
  "a bowl of fruit",
  "an old sailor with a beard",
  "a city street at night",
  "a horse in a meadow",
  "a steam train on a bridge",
  "a woman reading a book",
  "a castle in the mountains",
];
/** Words by which a phrase goes on from what stands before it. */
const LINKED =
  /^(?:in|on|at|with|wearing|holding|under|near|beside|behind|against|inside|outside|over|by)\s/u;

/**
 * Three prompts for the samples of a training: two of what its captions say, and one of what they do not; of a style
 * or a motion it is the other way round, since its captions name what it must not depend on.
 *
 * @param round counts from 0, and goes through the phrases of the captions
 */
export function proposeSamplePrompts(
  {
    triggerWord,
    subject,
    captions,
  }: { readonly triggerWord: string; readonly subject: Subject; readonly captions: readonly string[] },
  round: number,
): string[] {
  const seen = captionPhrases(captions, triggerWord);
  const known = new Set(captions.flatMap(contentWords));
  const isOfAnything = subject === "style" || subject === "motion";
  const scenes = subject === "product" ? SCENES_OF_THINGS : SCENES;
  const others = unknownFirst(isOfAnything ? MOTIFS : scenes, known);
  const wanted = isOfAnything
    ? [at(seen, round), at(others, 2 * round), at(others, 2 * round + 1)]
    : [at(seen, round), pair(seen, round + 1), at(others, round)];
  const prompts = wanted.map((phrases) => joined(triggerWord, [...new Set(phrases)]));
  return [...new Set(prompts)];
}

/** A place and a thing, which go together whatever they are; two places would not. */
function pair(phrases: readonly string[], index: number): readonly string[] {
  const places = phrases.filter((phrase) => LINKED.test(phrase));
  const things = phrases.filter((phrase) => !LINKED.test(phrase));
  if (places.length === 0) return [...at(things, index), ...at(things, index + 1)];
  return [...at(places, index), ...at(things, index)];
}

/** The phrase at this place, as often round as it takes; none of none. */
function at(phrases: readonly string[], index: number): readonly string[] {
  const phrase = phrases[index % Math.max(1, phrases.length)];
  return phrase === undefined ? [] : [phrase];
}

/** Those of which no word is in the captions come first. */
function unknownFirst(phrases: readonly string[], known: ReadonlySet<string>): readonly string[] {
  const isKnown = (phrase: string): boolean => contentWords(phrase).some((word) => known.has(word));
  return [...phrases.filter((phrase) => !isKnown(phrase)), ...phrases.filter(isKnown)];
}

function joined(triggerWord: string, phrases: readonly string[]): string {
  return phrases.reduce(
    (prompt, phrase) => `${prompt}${LINKED.test(phrase) ? "" : ","} ${phrase}`,
    triggerWord,
  );
}
