/** What the buttons of /points and /buy ask for. */
export const POINT_VERBS = ["page", "months", "csv", "packs", "buy"] as const;
export type PointVerb = (typeof POINT_VERBS)[number];

export interface PointButton {
  readonly verb: PointVerb;
  readonly argument: string;
}

const PATTERN = /^points:([a-z]{1,8}):([0-9-]{0,16})$/;

/** Telegram's bound is 64 bytes; this takes 32 at most. */
export function pointButton(verb: PointVerb, argument: string | number = ""): string {
  return `points:${verb}:${argument}`;
}

/** Reads a button's data; undefined when it is not one of these. */
export function parsePointButton(data: string | undefined): PointButton | undefined {
  const [, verb, argument] = PATTERN.exec(data ?? "") ?? [];
  const known = POINT_VERBS.find((each) => each === verb);
  return known === undefined ? undefined : { verb: known, argument: argument ?? "" };
}
