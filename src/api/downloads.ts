import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ByteRange, Download, SignedDownloads } from "../core/ports/blob-store.js";
import { attachment } from "../core/ports/content-disposition.js";
import { parseRange } from "./range.js";

/** Serves signed links; resumable, and streamed whatever the file's size. */
export function addDownloads(server: FastifyInstance, downloads: SignedDownloads): void {
  server.route({
    method: ["GET", "HEAD"],
    url: "/files/*",
    handler: async (request, reply) => {
      const { pathname, searchParams } = new URL(request.url, "http://localhost");
      const download = await downloads.resolve(pathname, Object.fromEntries(searchParams));
      return answer(request, reply, download);
    },
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  download: Download,
): Promise<FastifyReply> {
  const etag = `"${download.revision}"`;
  reply.headers({
    "accept-ranges": "bytes",
    etag,
    "cache-control": "private, no-transform",
    "content-disposition": attachment(download.fileName),
    // Whatever the file is, a browser that shows it after all runs nothing of it.
    "content-security-policy": "default-src 'none'; sandbox",
  });
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();

  const range = rangeOf(request, etag, download.bytes);
  if (range === "unsatisfiable") {
    return reply
      .code(416)
      .header("content-range", `bytes */${download.bytes}`)
      .type("text/plain; charset=utf-8")
      .send("The file has no such part. Start the download anew.\n");
  }
  if (range) reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${download.bytes}`);
  reply.type(download.contentType);
  reply.header("content-length", range ? range.end - range.start + 1 : download.bytes);
  if (request.method === "HEAD" || download.bytes === 0) return reply.send();

  const content = await download.open(range);
  // Fastify destroys the stream when the client goes away, and that closes the file.
  return reply.send(content instanceof Readable ? content : Readable.from(content, { objectMode: false }));
}

/** A part is given only of the very file that the client has the rest of (RFC 9110, 13.1.5). */
function rangeOf(
  request: FastifyRequest,
  etag: string,
  size: number,
): ByteRange | "unsatisfiable" | undefined {
  const ifRange = request.headers["if-range"];
  if (request.method !== "GET" || (ifRange !== undefined && ifRange !== etag)) return undefined;
  return parseRange(request.headers.range, size);
}
