import { withoutWord } from "./caption-text.js";

/** A phrase that fits a prompt beside another. */
const PHRASE = { minCharacters: 3, maxCharacters: 60, maxWords: 6 } as const;
/** Where a sentence goes on to where, with what and how: captions are asked for in English. */
const JOINTS =
  /[,;:.!?()\n]+|\s+(?=(?:in|on|at|with|wearing|holding|under|near|beside|behind|against|inside|outside|over|by)\s)|\s+(?:and|while|is|are)\s+/giu;
/** How captions begin, and what is left of them without the trigger word. */
const OPENING =
  /^(?:(?:a|an|the)\s+)?(?:[\p{L}-]+\s+)?(?:photo|photograph|picture|image|portrait|shot|drawing|painting)(?:\s+(?:of|showing))?(?:\s+|$)/iu;
const DANGLING = /(?:^|\s+)(?:a|an|the|of|and|or|in|on|at|with|by|to|is|are)$/iu;
const ARTICLE = /^(?:A|An|The)(?=\s)/u;
/** Who it is, or what was cut from its verb. */
const SAYS_NOTHING =
  /^(?:at the (?:camera|viewer)|(?:an? )?(?:man|woman|boy|girl|child|person|people|subject))$/iu;
/** Shorter words say little: articles, prepositions, pronouns. */
const CONTENT_CHARACTERS = 4;

/**
 * What captions say beside the trigger word, phrase by phrase: what several say first, no two phrases with a word in
 * common. What most captions say is the subject itself, which the trigger word stands for, so it is left out.
 */
export function captionPhrases(captions: readonly string[], triggerWord: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const caption of captions) {
    for (const phrase of new Set(phrasesOf(caption, triggerWord))) {
      counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
    }
  }
  const byCount = [...counts].sort(([a, many], [b, fewer]) => fewer - many || (a < b ? -1 : 1));
  const used = new Set<string>();
  const phrases: string[] = [];
  for (const [phrase, count] of byCount) {
    const words = contentWords(phrase);
    if (captions.length > 1 && count > captions.length / 2) continue;
    if (words.length === 0 || words.some((word) => used.has(word))) continue;
    for (const word of words) used.add(word);
    phrases.push(phrase);
  }
  return phrases;
}

/** The words of a text that say something, in lower case. */
export function contentWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => Array.from(word).length >= CONTENT_CHARACTERS);
}

function phrasesOf(caption: string, triggerWord: string): string[] {
  return withoutWord(caption, triggerWord, ",")
    .split(JOINTS)
    .map(trimmed)
    .filter((phrase) => {
      const { length } = Array.from(phrase);
      return (
        length >= PHRASE.minCharacters &&
        length <= PHRASE.maxCharacters &&
        phrase.split(" ").length <= PHRASE.maxWords &&
        !SAYS_NOTHING.test(phrase)
      );
    });
}

function trimmed(part: string): string {
  const phrase = part
    .trim()
    .replace(OPENING, "")
    .replace(ARTICLE, (article) => article.toLowerCase());
  const shorter = phrase.replace(DANGLING, "");
  return shorter === phrase ? phrase : trimmed(shorter);
}
