import { DomainError } from "../errors.js";

/**
 * The text of a small file: UTF-8, or UTF-16 where a byte order mark says so, as Windows' editor writes it.
 *
 * @throws DomainError `archive-entry-text` when it is neither
 */
export function parseTextFile(chunks: readonly Uint8Array[]): string {
  const bytes = joined(chunks);
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DomainError("archive-entry-text", {}, { cause });
  }
  if (text.includes("\0")) throw new DomainError("archive-entry-text");
  return text;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
