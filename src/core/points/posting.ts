/*
 * Glossary. A *posting* is one business event in the books: who gained what, and where from. Its *lines* sum to
 * zero. Each posting is of one person, whose postings are numbered without a gap: the number is what makes two
 * writers of one person's balance come one after the other. Points are whole numbers.
 */

/** The person's own points, and those of theirs that are held for a training. */
export const PERSONS_ACCOUNTS = ["available", "held"] as const;

/**
 * What stands against the persons: paid Stars, gifts and corrections by an administrator, what trainings earned,
 * and of that, what is set aside for whose datasets and models were used.
 */
export const COMMON_ACCOUNTS = ["stars", "gifts", "revenue", "rewards"] as const;

export type PersonsAccount = (typeof PERSONS_ACCOUNTS)[number];
export type CommonAccount = (typeof COMMON_ACCOUNTS)[number];
export type Account = PersonsAccount | CommonAccount;

export const POSTING_KINDS = [
  "purchase",
  "purchase-refund",
  "gift",
  "grant",
  "hold",
  "settlement",
  "charge-return",
  "reward",
  "reward-return",
] as const;
export type PostingKind = (typeof POSTING_KINDS)[number];

/** What an account gains, or loses where it is below zero. */
export type Lines = Partial<Readonly<Record<Account, number>>>;

/** What a person has, in points; neither is ever below zero. */
export interface Balance {
  readonly available: number;
  readonly held: number;
}

export interface Posting {
  /** The key of the business event: the same event posted again is the same posting. */
  readonly id: string;
  readonly personId: string;
  /** Counts a person's postings from 1. */
  readonly sequence: number;
  /** Milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly kind: PostingKind;
  readonly lines: Lines;
  /** What the person has after it. */
  readonly after: Balance;
  /** What it is about, for the statement: a training's id, a charge's, an administrator's words. */
  readonly about: Readonly<Record<string, string | number>>;
}

export const NOTHING: Balance = { available: 0, held: 0 };

/** The sum of the lines: zero, or the posting is wrong. */
export function sumOf(lines: Lines): number {
  return Object.values(lines).reduce((sum, points) => sum + points, 0);
}

export function balanceAfter({ available, held }: Balance, lines: Lines): Balance {
  return { available: available + (lines.available ?? 0), held: held + (lines.held ?? 0) };
}

/** What undoes it. */
export function reversed(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).map(([account, points]) => [account, -points]));
}

export function withoutZeros(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).filter(([, points]) => points !== 0));
}
