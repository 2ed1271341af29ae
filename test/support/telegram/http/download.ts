import { createReadStream } from "node:fs";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Blob } from "../state/blob-store.js";

/** Streams a file from disk; with `cutHalfway` the connection breaks in the middle of it. */
export async function sendFile(blob: Blob, response: ServerResponse, cutHalfway: boolean): Promise<void> {
  response.writeHead(200, { "content-type": "application/octet-stream", "content-length": blob.size });
  if (!cutHalfway) {
    await pipeline(createReadStream(blob.path), response);
    return;
  }
  const end = Math.max(Math.floor(blob.size / 2) - 1, 0);
  await pipeline(createReadStream(blob.path, { end }), response, { end: false });
  response.destroy();
}
