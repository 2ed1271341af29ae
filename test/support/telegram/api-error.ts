/** A call that Telegram refuses. `description` is what the bot reads, without the "Bad Request: " in front. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description);
    this.name = "ApiError";
  }
}

export const badRequest = (reason: string): ApiError => new ApiError(400, `Bad Request: ${reason}`);

export const forbidden = (reason: string): ApiError => new ApiError(403, `Forbidden: ${reason}`);

/** What real Telegram would do and this emulator does not: said loudly, never answered with a silent true. */
export const notEmulated = (what: string): ApiError => badRequest(`not emulated: ${what}`);

export const tooManyRequests = (retryAfter: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
