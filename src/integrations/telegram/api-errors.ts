import { GrammyError, HttpError } from "grammy";

/** An edit that changes nothing: what was wanted is already there. */
export function isNotModified(error: unknown): boolean {
  return error instanceof GrammyError && error.description.includes("message is not modified");
}

/** The message was deleted, or is too old to be edited. */
export function isMessageGone(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i.test(error.description)
  );
}

/** The message was deleted already, or is too old (48 h) to be. */
export function isUndeletable(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    /message to delete not found|message can't be deleted/i.test(error.description)
  );
}

/** The message is of the other kind: it has a caption where a text was to be edited, or the other way round. */
export function isOtherKind(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    /there is no (text|caption) in the message to edit/.test(error.description)
  );
}

/** Nothing sent to this chat will ever arrive: blocked, deactivated, kicked, or no such chat. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof GrammyError)) return false;
  return error.error_code === 403 || /chat not found|PEER_ID_INVALID/i.test(error.description);
}

/** A callback query can be answered for some minutes only; afterwards nobody looks at the button any more. */
export function isStaleQuery(error: unknown): boolean {
  return error instanceof GrammyError && error.description.includes("query is too old");
}

/** Telegram was out of reach, broken or too busy: the same call may succeed in a while. */
export class TelegramAway extends Error {
  /** As Telegram asks, if it does. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds: number | undefined) {
    super(message);
    this.name = "TelegramAway";
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The error as a {@link TelegramAway}; undefined when waiting would not help. */
export function asTelegramAway(error: unknown): TelegramAway | undefined {
  if (error instanceof TelegramAway) return error;
  // grammY's HttpError may hold the address in its cause, and the token with it: the message alone goes on.
  if (error instanceof HttpError) return new TelegramAway(error.message, undefined);
  if (error instanceof GrammyError && (error.error_code === 429 || error.error_code >= 500)) {
    return new TelegramAway(error.description, error.parameters.retry_after);
  }
  return undefined;
}
