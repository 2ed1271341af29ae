import { APIConnectionError, APIError } from "openai";
import { DomainError } from "../../core/errors.js";

/**
 * What went wrong, as a person can be told; `reason` picks the advice: "key" (the operator's key is refused),
 * "quota" (used up, or too fast), "model" (not offered by the server), "network" (no or no good answer).
 */
export function toDomainError(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  if (cause instanceof APIConnectionError) return unavailable("network", cause);
  if (!(cause instanceof APIError)) return new DomainError("captioner-failed", {}, { cause });
  switch (cause.status) {
    case 401:
    case 403:
      return unavailable("key", cause);
    case 404:
      return unavailable("model", cause);
    case 429:
      return unavailable("quota", cause);
    default:
      return (cause.status ?? 500) >= 500
        ? unavailable("network", cause)
        : new DomainError("captioner-failed", {}, { cause });
  }
}

function unavailable(reason: "key" | "quota" | "model" | "network", cause: unknown): DomainError {
  const retryable = reason === "quota" || reason === "network";
  return new DomainError("captioner-unavailable", { reason }, { cause, retryable });
}
