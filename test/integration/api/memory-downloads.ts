import { Readable } from "node:stream";
import { DomainError, type ErrorCode } from "../../../src/core/errors.js";
import type { ByteRange, Download, SignedDownloads } from "../../../src/core/ports/blob-store.js";

/** Files in memory; the query's `fail` names the error that a link meets. */
export class MemoryDownloads implements SignedDownloads {
  readonly files = new Map<string, { content: Buffer; fileName: string; revision: string }>();
  readonly opened: (ByteRange | undefined)[] = [];
  /** Streams that were destroyed or read to their end. */
  closed = 0;

  resolve(path: string, query: Readonly<Record<string, string>>): Promise<Download> {
    if (query["fail"] === "bug") return Promise.reject(new Error("SECRET-DETAIL at /srv/data"));
    if (query["fail"])
      return Promise.reject(new DomainError(query["fail"] as ErrorCode, {}, { retryable: true }));
    const file = this.files.get(path);
    if (!file) return Promise.reject(new DomainError("not-found"));
    const { content, fileName, revision } = file;
    return Promise.resolve({
      bytes: content.length,
      contentType: "application/octet-stream",
      fileName,
      revision,
      open: (range) => Promise.resolve(this.open(content, range)),
    });
  }

  private open(content: Buffer, range?: ByteRange): Readable {
    this.opened.push(range);
    const part = range ? content.subarray(range.start, range.end + 1) : content;
    const chunks = Array.from({ length: Math.ceil(part.length / 65_536) }, (_, index) =>
      part.subarray(index * 65_536, (index + 1) * 65_536),
    );
    return Readable.from(chunks, { objectMode: false }).on("close", () => this.closed++);
  }
}
