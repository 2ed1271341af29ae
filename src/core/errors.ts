/**
 * Every way in which the core says no. Each code is also a locale key (`error-<code>`), and the locale
 * text says what to do next; `npm test` fails when a code has no text.
 */
export const ERROR_CODES = [
  "not-found",
  "not-yours",
  "not-admin",
  "conflict",
  "not-a-draft",
  "not-cancellable",
  "no-checkpoint-ahead",
  "not-resumable",
  "too-many-drafts",
  "too-many-queued",
  "too-many-at-once",
  "new-account",
  "daily-spend",
  "name-empty",
  "name-too-long",
  "name-taken",
  "trigger-empty",
  "trigger-too-long",
  "trigger-characters",
  "recipe-unknown",
  "recipe-unavailable",
  "recipe-unsuitable",
  "subject-unknown",
  "subject-unavailable",
  "option-unknown",
  "option-out-of-range",
  "masks-off",
  "masks-persons-only",
  "masks-no-clips",
  "masks-unavailable",
  "caption-empty",
  "caption-too-long",
  "prompt-empty",
  "prompt-too-long",
  "too-many-prompts",
  "consent-missing",
  "consent-outdated",
  "captioner-unavailable",
  "captioner-failed",
  "captions-used-up",
  "captions-resting",
  "voice-off",
  "voice-too-long",
  "voice-unclear",
  "words-empty",
  "change-outdated",
  "image-unreadable",
  "image-disguised",
  "image-animated",
  "image-too-small",
  "image-too-large",
  "image-file-too-big",
  "image-format",
  "image-repeated",
  "clip-unreadable",
  "clip-format",
  "clip-no-picture",
  "clip-too-short",
  "clip-too-long",
  "clip-too-small",
  "clip-too-large",
  "clip-file-too-big",
  "clip-too-slow",
  "clips-not-taken",
  "clips-in-the-way",
  "number-missing",
  "archive-unreadable",
  "archive-encrypted",
  "archive-too-big",
  "archive-too-many-entries",
  "archive-bomb",
  "archive-entry-path",
  "archive-entry-link",
  "archive-entry-nested",
  "archive-entry-method",
  "archive-entry-damaged",
  "archive-entry-alone",
  "archive-entry-text",
  "archives-waiting",
  "dataset-full",
  "dataset-too-small",
  "download-failed",
  "draft-incomplete",
  "basis-gone",
  "ban-admin",
  "points-short",
  "offer-unknown",
  "offer-not-yours",
  "offer-amount",
  "offer-bought",
  "offer-expired",
  "offer-closed",
  "buyer-refused",
  "charge-unknown",
  "training-not-ended",
  "training-was-free",
  "gift-invalid",
  "gift-resting",
  "person-unknown",
  "amount-out-of-range",
  "hold-settled",
  "link-invalid",
  "link-expired",
  "share-ended",
  "share-own",
  "share-own-photos",
  "too-many-shared",
  "trainer-bad-job",
  "trainer-bad-dataset",
  "trainer-weights",
  "trainer-memory",
  "trainer-internal",
  "trainer-lost",
  "trainer-hung",
  "trainer-start",
  "trainer-away",
  "trainer-timeout",
  "model-invalid",
  "storage-failed",
  "disk-full",
  "internal",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What a locale text may show: plain values, never a path, a secret or a stack. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/**
 * A failure that a person can be told about.
 *
 * @param code a locale key without its `error-` prefix
 * @param params values for that text; shown to the person, so no secrets
 * @param options.cause the technical reason, for the log alone
 * @param options.retryable whether the same act may succeed later without a change by the person
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    params: ErrorParams = {},
    options: { cause?: unknown; retryable?: boolean; message?: string } = {},
  ) {
    super(options.message ?? `${code} ${JSON.stringify(params)}`, { cause: options.cause });
    this.name = "DomainError";
    this.code = code;
    this.params = params;
    this.retryable = options.retryable ?? false;
  }
}

/** Narrows an unknown error to a {@link DomainError} of one of the given codes (any code when none is given). */
export function isDomainError(error: unknown, ...codes: ErrorCode[]): error is DomainError {
  return error instanceof DomainError && (codes.length === 0 || codes.includes(error.code));
}
