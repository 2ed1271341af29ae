import { DomainError } from "../../core/errors.js";

/** The code of a system error (`ENOENT` …); undefined for everything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Whether the error says that nothing is there under that name; links that go round lead nowhere either. */
export function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP"].includes(systemCode(error) ?? "");
}

/** Waits for a piece of file work and turns its system errors into the house's. */
export async function fileWork<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const code = systemCode(cause);
    if (code === undefined || cause instanceof DomainError) throw cause;
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new DomainError("disk-full", {}, { cause, retryable: true });
    }
    throw new DomainError("storage-failed", {}, { cause, retryable: true });
  }
}
