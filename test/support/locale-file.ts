import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { FluentParser, type Entry, type Pattern } from "@fluent/syntax";

export interface Locale {
  readonly code: string;
  readonly entries: readonly Entry[];
  readonly messages: ReadonlyMap<string, Pattern>;
}

/** Reads a .ftl file as its author wrote it. */
export function readLocale(path: string): Locale {
  const { body } = new FluentParser({ withSpans: false }).parse(readFileSync(path, "utf8"));
  const messages = new Map<string, Pattern>();
  for (const entry of body)
    if (entry.type === "Message" && entry.value) messages.set(entry.id.name, entry.value);
  return { code: basename(path, ".ftl"), entries: body, messages };
}
