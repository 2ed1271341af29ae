const MASK = "[masked]";

/** Names, in snake case, whose values are never shown, also as the end of a longer name. */
const SECRET_NAME =
  /(?:^|_)(?:token|secret|key|password|passphrase|authorization|credentials?|cookie|signature)$/;
/** They end like secrets and are none: where a blob lies, which text was missing. */
const PLAIN_NAMES = ["blob_key", "locale_key"];

/** Secrets told by their form, wherever they stand in a text. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // A Telegram bot's token, also as part of a URL's path.
  [/\d{5,}:[A-Za-z0-9_-]{35}/g, MASK],
  // Credentials in a URI; the password may hold an unescaped "@".
  [/(\/\/[^/\s:@]*:)[^/\s]*@/g, `$1${MASK}@`],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  [/\bsk-[A-Za-z0-9_-]{16,}/g, MASK],
  [/\bhf_[A-Za-z0-9]{20,}/g, MASK],
  // What makes a link to a file work.
  [/((?:X-Amz-)?(?:Signature|Credential|Security-Token)=)[^&\s"']+/gi, `$1${MASK}`],
];

/** Whether a field of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const snake = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toLowerCase();
  return SECRET_NAME.test(snake) && !PLAIN_NAMES.includes(snake);
}

/** What stands for a secret: nothing of it, but whether there was one at all. */
export function masked(value: unknown): unknown {
  return value === undefined || value === null || value === "" ? value : MASK;
}

/** A text without the secrets that are told by their form. */
export function maskText(text: string): string {
  return SHAPES.reduce((masking, [shape, replacement]) => masking.replace(shape, replacement), text);
}
