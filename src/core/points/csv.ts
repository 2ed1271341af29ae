import type { Posting } from "./posting.js";

const HEADER = ["date", "kind", "points", "balance", "reference"];
/** A spreadsheet takes a field that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** What a posting is about, the more telling first. */
const REFERENCES = ["charge", "training", "reason", "code"] as const;

/** Postings as CSV (RFC 4180): when (UTC), what, points that came or went, points to spend behind it, what for. */
export function csvOf(postings: readonly Posting[]): string {
  const rows = postings.map(({ at, kind, lines, after, about }) => [
    new Date(at).toISOString(),
    kind,
    String(lines.available ?? 0),
    String(after.available),
    textField(String(referenceOf(about))),
  ]);
  return [HEADER, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

function referenceOf(about: Posting["about"]): string | number {
  // What a settlement is charged is a number, and no reference.
  const values = REFERENCES.map((name) => about[name]);
  return values.find((value) => typeof value === "string") ?? "";
}

function textField(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
