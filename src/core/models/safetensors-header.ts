import { z } from "zod";
import { DomainError } from "../errors.js";
import { TENSOR_TYPES, type TensorType } from "./tensor-bytes.js";

/** The format's own bound on its JSON header is 100 MB; a LoRA's is well under 1 MB. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

const LENGTH_BYTES = 8;

const objectSchema = z.record(z.string(), z.unknown());
const tensorsSchema = z.record(
  z.string(),
  z.object({
    dtype: z.enum(Object.keys(TENSOR_TYPES) as [TensorType, ...TensorType[]]),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);
const metadataSchema = z.record(z.string(), z.string());

/** Where a tensor lies. */
export interface Span {
  readonly name: string;
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  /** Offsets in the bytes after the header. */
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly spans: readonly Span[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Gathers the header: its length in eight bytes, then its JSON. */
export class HeaderBytes {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #end: number | undefined;

  /** Gives the header once all of it is there, and what followed it in the last chunk. */
  push(chunk: Uint8Array): { json: Buffer; rest: Buffer } | undefined {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    if (this.#bytes < LENGTH_BYTES || (this.#end !== undefined && this.#bytes < this.#end)) return undefined;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    const length = all.readBigUInt64LE(0);
    if (length > BigInt(MAX_HEADER_BYTES)) throw invalid("the header is too long");
    this.#end = LENGTH_BYTES + Number(length);
    if (all.byteLength < this.#end) return undefined;
    return { json: all.subarray(LENGTH_BYTES, this.#end), rest: all.subarray(this.#end) };
  }
}

/** @throws DomainError `model-invalid` unless the tensors lie one after the other, each with room for its shape */
export function parseHeader(json: Buffer): Header {
  const { __metadata__: rawMetadata = {}, ...rawTensors } = parseObject(json);
  const metadata = metadataSchema.safeParse(rawMetadata);
  const tensors = tensorsSchema.safeParse(rawTensors);
  if (!metadata.success) throw invalid("the header's metadata have another form", metadata.error);
  if (!tensors.success) throw invalid("the header has another form", tensors.error);
  const spans = Object.entries(tensors.data)
    .map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [start, end],
        },
      ]) => ({ name, dtype, shape, start, end }),
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let position = 0;
  for (const span of spans) {
    const size = span.shape.reduce((product, side) => product * side, TENSOR_TYPES[span.dtype].bytes);
    if (span.start !== position || span.end - span.start !== size) throw invalid(`${span.name} lies wrong`);
    position = span.end;
  }
  return { spans, metadata: metadata.data };
}

function parseObject(json: Buffer): Record<string, unknown> {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(json));
  } catch (cause) {
    throw invalid("the header is no JSON", cause);
  }
  const object = objectSchema.safeParse(raw);
  if (!object.success) throw invalid("the header is no object", object.error);
  return object.data;
}

/** Why a file is no safetensors file, for the log. */
export function invalid(reason: string, cause?: unknown): DomainError {
  return new DomainError("model-invalid", {}, { cause, message: `not a safetensors file: ${reason}` });
}
