import { Busboy } from "@fastify/busboy";
import type { BusboyHeaders } from "@fastify/busboy";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { ApiError, badRequest } from "../api-error.js";
import type { Upload } from "../methods/call.js";
import type { BlobStore } from "../state/blob-store.js";
import type { RawParams } from "../wire.js";

const MAX_FIELD_BYTES = 10 * 1024 * 1024;

export interface CallBody {
  params: RawParams;
  uploads: Map<string, Upload>;
  /** Whether the values came as strings. */
  fromForm: boolean;
}

/**
 * Reads a call's parameters from its query and its body (JSON, urlencoded or multipart); uploads go to disk.
 * @param maxUpload bytes of one uploaded file
 * @throws ApiError 400 for JSON that is none, 413 for an upload that is too large
 */
export async function readBody(
  request: IncomingMessage,
  query: URLSearchParams,
  blobs: BlobStore,
  maxUpload: number,
): Promise<CallBody> {
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded")) {
    return readForm(request, query, blobs, maxUpload);
  }
  const text = await readText(request);
  if (text === "") return { params: Object.fromEntries(query), uploads: new Map(), fromForm: true };
  if (!type.startsWith("application/json")) throw badRequest(`unsupported content type "${type}"`);
  return {
    params: { ...Object.fromEntries(query), ...parseObject(text) },
    uploads: new Map(),
    fromForm: false,
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_FIELD_BYTES) chunks.push(chunk);
  }
  if (size > MAX_FIELD_BYTES) throw tooLarge();
  return Buffer.concat(chunks).toString("utf8");
}

function parseObject(text: string): RawParams {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as RawParams;
  } catch {
    // falls through to the refusal below
  }
  throw badRequest("can't parse the body as a JSON object");
}

async function readForm(
  request: IncomingMessage,
  query: URLSearchParams,
  blobs: BlobStore,
  maxUpload: number,
): Promise<CallBody> {
  const params: RawParams = Object.fromEntries(query);
  const uploads = new Map<string, Upload>();
  const storing: Promise<void>[] = [];
  const form = new Busboy({
    headers: request.headers as BusboyHeaders,
    limits: { fieldSize: MAX_FIELD_BYTES, fileSize: maxUpload },
  });
  form.on("field", (name, value) => {
    params[name] = value;
  });
  form.on("file", (name, stream, fileName, _encoding, mimeType) => {
    storing.push(
      blobs.put(stream).then((blob) => {
        if (stream.truncated) throw tooLarge();
        uploads.set(name, { blob, fileName, mimeType });
        // A part may carry the parameter's own name instead of being referred to by attach://.
        params[name] ??= `attach://${name}`;
      }),
    );
  });
  await pipeline(request, form);
  const failed = (await Promise.allSettled(storing)).find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
  const referred = referredTo(params, uploads);
  const own = Object.fromEntries(Object.entries(params).filter(([name]) => !referred.has(name)));
  return { params: own, uploads, fromForm: true };
}

/** Parts that another parameter refers to are no parameters themselves. */
function referredTo(params: RawParams, uploads: ReadonlyMap<string, Upload>): Set<string> {
  const values = Object.entries(params).filter(([name]) => !uploads.has(name));
  const references = values.flatMap(([, value]) => [...String(value).matchAll(/attach:\/\/([\w.-]+)/g)]);
  return new Set(references.map(([, name]) => name ?? ""));
}

function tooLarge(): ApiError {
  return new ApiError(413, "Request Entity Too Large");
}
