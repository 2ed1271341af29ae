import { S3ServiceException } from "@aws-sdk/client-s3";
import { DomainError } from "../../core/errors.js";

const INSUFFICIENT_STORAGE = 507;
const TOO_MANY_REQUESTS = 429;

/** Whether the server says that there is no such object. */
function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && ["NoSuchKey", "NotFound"].includes(error.name);
}

/** Waits for a piece of the server's work and turns its failures into the house's. */
export async function s3Work<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw toDomainError(error);
  }
}

/** What a person cannot mend is `storage-failed`; what may pass by itself is marked as retryable. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const cause = summary(error);
  if (isMissing(error)) return new DomainError("not-found", {}, { cause });
  const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 500) : 500;
  if (status === INSUFFICIENT_STORAGE) return new DomainError("disk-full", {}, { cause, retryable: true });
  const retryable = status >= 500 || status === TOO_MANY_REQUESTS;
  return new DomainError("storage-failed", {}, { cause, retryable });
}

/** The SDK hangs the whole exchange on its errors, with headers and links; a log needs none of it. */
function summary(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const brief = new Error(error.message);
  brief.name = error.name;
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  if (!(error instanceof S3ServiceException)) return Object.assign(brief, code);
  const { httpStatusCode: status, requestId } = error.$metadata;
  return Object.assign(brief, code, { status, requestId });
}
