import { createHash } from "node:crypto";
import { z } from "zod";
import { DomainError } from "../errors.js";
import type { ByteStream } from "../ports/blob-store.js";
import { findNonFinite, isZero, TENSOR_TYPES, type TensorType } from "./tensor-bytes.js";

/** The format's own bound on its JSON header is 100 MB; a LoRA's is well under 1 MB. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.enum(Object.keys(TENSOR_TYPES) as [TensorType, ...TensorType[]]),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);
const metadataSchema = z.record(z.string(), z.string());

export interface TensorFacts {
  readonly name: string;
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  readonly nonFinite: boolean;
  readonly allZero: boolean;
}

export interface SafetensorsFacts {
  readonly bytes: number;
  /** Hex, of the whole file. */
  readonly sha256: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly TensorFacts[];
}

type Span = { name: string; dtype: TensorType; shape: number[]; start: number; end: number };

/**
 * Reads a safetensors file from its first byte to its last, keeping no more than its header: checks the
 * header's form, that the tensors fill the file without a gap, and looks at every number.
 *
 * @throws DomainError `model-invalid` when it is no whole safetensors file
 */
export async function readSafetensors(content: ByteStream): Promise<SafetensorsFacts> {
  const hash = createHash("sha256");
  let bytes = 0;
  let head: Buffer = Buffer.alloc(0);
  let body: TensorScan | undefined;
  let metadata: Record<string, string> = {};
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    if (body !== undefined) {
      body.push(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = headerEnd(head);
    if (end === undefined || head.byteLength < end) continue;
    const header = parseHeader(head.subarray(8, end));
    metadata = header.metadata;
    body = new TensorScan(header.spans);
    body.push(head.subarray(end));
  }
  if (body === undefined) throw invalid("the file ends inside its header");
  return { bytes, sha256: hash.digest("hex"), metadata, tensors: body.finish() };
}

function headerEnd(head: Buffer): number | undefined {
  if (head.byteLength < 8) return undefined;
  const length = head.readBigUInt64LE(0);
  if (length > BigInt(MAX_HEADER_BYTES)) throw invalid("the header is too long");
  return 8 + Number(length);
}

function parseHeader(json: Buffer): { spans: Span[]; metadata: Record<string, string> } {
  let raw: unknown;
  try {
    raw = JSON.parse(json.toString("utf8"));
  } catch (cause) {
    throw invalid("the header is no JSON", cause);
  }
  const { __metadata__: rawMetadata = {}, ...rawTensors } = z.record(z.string(), z.unknown()).parse(raw);
  const metadata = metadataSchema.safeParse(rawMetadata);
  const tensors = headerSchema.safeParse(rawTensors);
  if (!metadata.success || !tensors.success) throw invalid("the header has another form");
  const spans = Object.entries(tensors.data)
    .map(([name, { dtype, shape, data_offsets: [start, end] }]) => ({ name, dtype, shape, start, end }))
    .sort((a, b) => a.start - b.start);
  let position = 0;
  for (const span of spans) {
    const size = span.shape.reduce((product, side) => product * side, TENSOR_TYPES[span.dtype].bytes);
    if (span.start !== position || span.end - span.start !== size) throw invalid(`${span.name} lies wrong`);
    position = span.end;
  }
  return { spans, metadata: metadata.data };
}

/** Goes along the tensors as the bytes come; an element that is split between two chunks waits for its rest. */
class TensorScan {
  readonly #facts: { -readonly [K in keyof TensorFacts]: TensorFacts[K] }[];
  readonly #spans: readonly Span[];
  #index = 0;
  #position = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(spans: readonly Span[]) {
    this.#spans = spans;
    this.#facts = spans.map(({ name, dtype, shape }) => ({ name, dtype, shape, nonFinite: false, allZero: true }));
  }

  push(chunk: Uint8Array): void {
    let bytes: Buffer = this.#rest.byteLength === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const span = this.#spans[this.#index];
      const facts = this.#facts[this.#index];
      if (span === undefined || facts === undefined) break;
      const left = span.end - this.#position;
      const width = TENSOR_TYPES[span.dtype].bytes;
      const take = Math.min(left, bytes.byteLength - (bytes.byteLength % width));
      const part = bytes.subarray(0, take);
      facts.nonFinite ||= findNonFinite(span.dtype, part);
      facts.allZero &&= isZero(part);
      this.#position += take;
      bytes = bytes.subarray(take);
      if (take < left) break;
      this.#index++;
    }
    if (this.#index === this.#spans.length && bytes.byteLength > 0) throw invalid("bytes follow the last tensor");
    this.#rest = Buffer.from(bytes);
  }

  finish(): TensorFacts[] {
    this.push(new Uint8Array());
    if (this.#index < this.#spans.length) throw invalid("the file ends inside a tensor");
    return this.#facts;
  }
}

function invalid(reason: string, cause?: unknown): DomainError {
  return new DomainError("model-invalid", {}, { cause, message: `not a safetensors file: ${reason}` });
}
