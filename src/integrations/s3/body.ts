import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { DomainError } from "../../core/errors.js";
import { toDomainError } from "./errors.js";

/** The bytes of an answer; a connection that breaks in the middle, or ends early, is a `storage-failed`. */
export async function* bodyOf({ Body, ContentLength }: GetObjectCommandOutput): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of (Body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      yield chunk;
    }
  } catch (error) {
    throw toDomainError(error);
  }
  if (ContentLength !== undefined && bytes !== ContentLength) {
    const message = `the answer ended after ${bytes} of ${ContentLength} bytes`;
    throw new DomainError("storage-failed", {}, { retryable: true, message });
  }
}
