import type { ByteRange } from "../core/ports/blob-store.js";

/**
 * Reads a Range header (RFC 9110, 14.2). Ranges of other units, several at once and malformed ones are
 * ignored, as the RFC allows: the answer is then the whole file.
 *
 * @param size of the file in bytes
 * @returns undefined for the whole file, "unsatisfiable" for 416
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | "unsatisfiable" | undefined {
  const [, first, last] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  if (start >= size) return "unsatisfiable";
  return { start, end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
}
