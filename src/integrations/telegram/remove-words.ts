import { parseNumbers, type NumberRange } from "../../core/training/photo-numbers.js";

/** In every language of the house, whichever the person has chosen: who writes to a bot mixes them. */
const REMOVE =
  /^\s*(?:please\s+)?(?:remove|delete|drop|quita|quitar|elimina|eliminar|borra|borrar|удали|удалить|убери|убрать)(?![\p{L}\p{N}])\s*(.*?)[\s.!]*$/isu;

/**
 * Reads "remove 3, 5-7".
 *
 * @returns the numbers; "unclear" where the word is there and the numbers are not; undefined for any other text
 */
export function parseRemoval(text: string): readonly NumberRange[] | "unclear" | undefined {
  const [, list] = REMOVE.exec(text) ?? [];
  return list === undefined ? undefined : (parseNumbers(list) ?? "unclear");
}
