import { createHash } from "node:crypto";

/** What the buttons of /admin ask for. */
export const ADMIN_VERBS = [
  "show",
  "failures",
  "log",
  "retry",
  "pause",
  "resume",
  "drain",
  "undrain",
  "notice-drain",
  "notice-undrain",
] as const;
export type AdminVerb = (typeof ADMIN_VERBS)[number];

export interface AdminButton {
  readonly verb: AdminVerb;
  /** The page of workers that the message showed, from 0. */
  readonly page: number;
  /** Of the worker or the training that it is about; empty for none. */
  readonly tag: string;
}

const PATTERN = /^a:([a-z-]{1,16}):(\d{1,4}):([0-9a-f]{0,16})$/;

/** Telegram's bound is 64 bytes; this takes 41 at most. */
export function adminButton(verb: AdminVerb, page = 0, tag = ""): string {
  return `a:${verb}:${page}:${tag}`;
}

/** Reads a button's data; undefined when it is not one of these. */
export function parseAdminButton(data: string | undefined): AdminButton | undefined {
  const [, verb, page, tag] = PATTERN.exec(data ?? "") ?? [];
  const known = ADMIN_VERBS.find((each) => each === verb);
  return known === undefined ? undefined : { verb: known, page: Number(page), tag: tag ?? "" };
}

/** The id of a worker or a training may be longer than a button can carry. */
export function tagOf(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 16);
}
