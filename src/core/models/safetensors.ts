import { createHash } from "node:crypto";
import type { ByteStream } from "../ports/blob-store.js";
import { HeaderBytes, invalid, parseHeader, type Header, type Span } from "./safetensors-header.js";
import { findNonFinite, isZero, TENSOR_TYPES, type TensorType } from "./tensor-bytes.js";

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

/**
 * Reads a safetensors file from its first byte to its last, keeping no more than its header: checks the
 * header's form, that the tensors fill the file without a gap, and looks at every number.
 *
 * @throws DomainError `model-invalid` when it is no whole safetensors file
 */
export async function readSafetensors(content: ByteStream): Promise<SafetensorsFacts> {
  const hash = createHash("sha256");
  const head = new HeaderBytes();
  let bytes = 0;
  let header: Header | undefined;
  let body: TensorScan | undefined;
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    if (body !== undefined) {
      body.push(chunk);
      continue;
    }
    const whole = head.push(chunk);
    if (whole === undefined) continue;
    header = parseHeader(whole.json);
    body = new TensorScan(header.spans);
    body.push(whole.rest);
  }
  if (body === undefined || header === undefined) throw invalid("the file ends inside its header");
  return { bytes, sha256: hash.digest("hex"), metadata: header.metadata, tensors: body.finish() };
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
    this.#facts = spans.map(({ name, dtype, shape }) => ({
      name,
      dtype,
      shape,
      nonFinite: false,
      allZero: true,
    }));
  }

  push(chunk: Uint8Array): void {
    let bytes: Buffer =
      this.#rest.byteLength === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.concat([this.#rest, chunk]);
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
    if (this.#index === this.#spans.length && bytes.byteLength > 0)
      throw invalid("bytes follow the last tensor");
    this.#rest = Buffer.from(bytes);
  }

  finish(): TensorFacts[] {
    this.push(new Uint8Array());
    if (this.#index < this.#spans.length) throw invalid("the file ends inside a tensor");
    return this.#facts;
  }
}
