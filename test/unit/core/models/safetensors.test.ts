import { createHash } from "node:crypto";
import { expect } from "chai";
import { describe, it } from "mocha";
import { readSafetensors } from "../../../../src/core/models/safetensors.js";
import type { TensorType } from "../../../../src/core/models/tensor-bytes.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { KEY_FORMS } from "../../../../src/core/recipes/recipe.js";
import { once } from "../../../support/fake-images.js";
import { f32, fileWithHeader, loraFile, safetensorsFile } from "../../../support/lora-files.js";
import { randomFrom } from "../../../support/random.js";

async function* pieces(bytes: Uint8Array, sizes: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const size = sizes();
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

const refused = async (bytes: Uint8Array) =>
  (await expectDomainError(readSafetensors(once(bytes)), "model-invalid")).message;
const tensor = (start: number, end: number, shape = [(end - start) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [start, end],
});
const headed = (header: unknown, body = 0) => fileWithHeader(JSON.stringify(header), Buffer.alloc(body, 1));

const SAMPLE = safetensorsFile(
  [
    f32("a", 1, 2, 3),
    { name: "b", dtype: "F16", shape: [2, 1], data: Buffer.from([0, 0, 0, 0]) },
    { name: "c", dtype: "I64", shape: [1], data: Buffer.alloc(8, 0xff) },
    { name: "d", dtype: "F64", shape: [], data: Buffer.from(new Float64Array([Number.NaN]).buffer) },
    { name: "e", dtype: "U8", shape: [3], data: Buffer.from([0, 0, 1]) },
  ],
  { format: "pt", "trigger word": "r3x – é" },
);

describe("a safetensors file", () => {
  it("is read to its last byte: what it says and what it holds", async () => {
    const facts = await readSafetensors(once(SAMPLE));
    expect(facts).to.deep.equal({
      bytes: SAMPLE.byteLength,
      sha256: createHash("sha256").update(SAMPLE).digest("hex"),
      metadata: { format: "pt", "trigger word": "r3x – é" },
      tensors: [
        { name: "a", dtype: "F32", shape: [3], nonFinite: false, allZero: false },
        { name: "b", dtype: "F16", shape: [2, 1], nonFinite: false, allZero: true },
        { name: "c", dtype: "I64", shape: [1], nonFinite: false, allZero: false },
        { name: "d", dtype: "F64", shape: [], nonFinite: true, allZero: false },
        { name: "e", dtype: "U8", shape: [3], nonFinite: false, allZero: false },
      ],
    });
  });

  it("gives the same facts however it comes in chunks", async () => {
    const whole = await readSafetensors(once(SAMPLE));
    for (let size = 1; size <= 33; size++) {
      expect(await readSafetensors(pieces(SAMPLE, () => size)), `chunks of ${size}`).to.deep.equal(whole);
    }
    const random = randomFrom(7);
    for (let round = 0; round < 200; round++) {
      expect(await readSafetensors(pieces(SAMPLE, () => random.below(40)))).to.deep.equal(whole);
    }
  });

  it("is refused when it is cut off after any of its bytes", async () => {
    for (let length = 0; length < SAMPLE.byteLength; length++) {
      await expectDomainError(readSafetensors(once(SAMPLE.subarray(0, length))), "model-invalid");
    }
  });

  it("is refused when anything follows its last tensor", async () => {
    for (const size of [1, 7, 4096]) {
      const longer = Buffer.concat([SAMPLE, Buffer.alloc(size)]);
      expect(await refused(longer)).to.match(/bytes follow/);
      const split = pieces(longer, () => SAMPLE.byteLength);
      await expectDomainError(readSafetensors(split), "model-invalid");
    }
  });

  it("never passes for whole, nor breaks the reader, when any byte of its header is another", async () => {
    const random = randomFrom(99);
    const headerEnd = 8 + Number(SAMPLE.readBigUInt64LE(0));
    for (let at = 0; at < headerEnd; at++) {
      const changed = Buffer.from(SAMPLE);
      changed[at] = (changed[at]! + 1 + random.below(255)) % 256;
      const outcome = await readSafetensors(once(changed)).then(
        (facts) => facts.sha256,
        (error: unknown) => error,
      );
      if (typeof outcome === "string") {
        // A letter of a name or of a text is another letter; where the tensors lie cannot have changed.
        expect(outcome).not.to.equal(createHash("sha256").update(SAMPLE).digest("hex"));
      } else {
        expect(outcome).to.include({ name: "DomainError", code: "model-invalid" });
      }
    }
  });

  it("may hold tensors in any order of its header, and empty ones between", async () => {
    const file = headed(
      { z: tensor(4, 8), a: tensor(0, 4), none: tensor(4, 4, [0]), last: tensor(8, 8, [0, 9]) },
      8,
    );
    const { tensors } = await readSafetensors(once(file));
    expect(tensors.map(({ name }) => name)).to.deep.equal(["a", "none", "z", "last"]);
  });

  it("may have no metadata and no tensors", async () => {
    const { metadata, tensors } = await readSafetensors(once(headed({})));
    expect({ metadata, tensors }).to.deep.equal({ metadata: {}, tensors: [] });
  });

  it("is refused when its header is too long to be one, without waiting for it", async () => {
    const length = Buffer.alloc(8, 0xff);
    expect(await refused(length)).to.match(/too long/);
    const endless = Buffer.alloc(8);
    endless.writeBigUInt64LE(16n * 1024n * 1024n + 1n);
    expect(await refused(endless)).to.match(/too long/);
  });

  const headers: Readonly<Record<string, string | Uint8Array>> = {
    "is empty": "",
    "is no JSON": "{",
    "is no UTF-8": Buffer.from('{"\xff":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}', "latin1"),
    "has a byte order mark": "\ufeff{}",
    "is a list": "[]",
    "is a text": '"safetensors"',
    "is null": "null",
    "has metadata that are no texts": '{"__metadata__":{"rank":16}}',
    "has metadata that are null": '{"__metadata__":null}',
    "has a tensor that is none": '{"a":7}',
    "has a type that is not known": '{"a":{"dtype":"F7","shape":[0],"data_offsets":[0,0]}}',
    "has a type of another kind of object": '{"a":{"dtype":"toString","shape":[0],"data_offsets":[0,0]}}',
    "has a negative side": '{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}',
    "has a side with a fraction": '{"a":{"dtype":"F32","shape":[0.5],"data_offsets":[0,2]}}',
    "has one offset": '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0]}}',
    "has an offset that no number holds": '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,1e300]}}',
  };
  for (const [fault, header] of Object.entries(headers)) {
    it(`is refused when its header ${fault}`, async () => {
      await refused(fileWithHeader(header));
    });
  }

  const layouts: Readonly<Record<string, readonly [Record<string, unknown>, number]>> = {
    overlap: [{ a: tensor(0, 8), b: tensor(4, 12) }, 12],
    "lie in the same place": [{ a: tensor(0, 4), b: tensor(0, 4) }, 4],
    "leave a hole": [{ a: tensor(0, 4), b: tensor(8, 12) }, 12],
    "begin after the first byte": [{ a: tensor(4, 8) }, 8],
    "run backwards": [{ a: tensor(4, 0, [1]) }, 4],
    "are smaller than their shape": [{ a: tensor(0, 4, [2]) }, 4],
    "are larger than their shape": [{ a: tensor(0, 8, [1]) }, 8],
    "have a shape of no finite size": [{ a: tensor(0, 8, [2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1]) }, 8],
  };
  for (const [fault, [header, body]] of Object.entries(layouts)) {
    it(`is refused when its tensors ${fault}`, async () => {
      expect(await refused(headed(header, body))).to.match(/lies wrong/);
    });
  }

  it("lets an error of the stream through as it is", async () => {
    const broken = async function* () {
      yield await Promise.resolve(SAMPLE.subarray(0, 20));
      throw new Error("the disk is gone");
    };
    const outcome = await readSafetensors(broken()).catch((error: unknown) => error);
    expect(outcome).to.be.an("error").with.property("message", "the disk is gone");
  });

  it("is looked at number by number, across chunks", async () => {
    const random = randomFrom(3);
    for (const dtype of ["F32", "F16", "BF16", "F64"] as const satisfies readonly TensorType[]) {
      const width = { F32: 4, F16: 2, BF16: 2, F64: 8 }[dtype];
      const infinity = { F32: 0x7f80, F16: 0x7c00, BF16: 0xff80, F64: 0xfff0 }[dtype];
      for (let round = 0; round < 20; round++) {
        const data = Buffer.alloc(width * 16);
        data.writeUInt16LE(infinity, (random.below(16) + 1) * width - 2);
        const file = safetensorsFile([{ name: "a", dtype, shape: [16], data }, f32("b", 1)]);
        const facts = await readSafetensors(pieces(file, () => 1 + random.below(9)));
        expect(facts.tensors.map(({ nonFinite }) => nonFinite)).to.deep.equal([true, false]);
      }
    }
  });

  it("keeps no more than a chunk of its tensors", async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 1);
    const header = Buffer.from(
      JSON.stringify({ a: { dtype: "U8", shape: [64, 1024 * 1024], data_offsets: [0, 64 * 1024 * 1024] } }),
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.byteLength));
    async function* stream() {
      yield await Promise.resolve(Buffer.concat([length, header]));
      for (let chunk = 0; chunk < 64; chunk++) yield megabyte;
    }
    const before = process.memoryUsage().arrayBuffers;
    const facts = await readSafetensors(stream());
    expect(facts.bytes).to.equal(8 + header.byteLength + 64 * 1024 * 1024);
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(32 * 1024 * 1024);
  });

  it("with keys of each form, as the tests of the house make them, passes", async () => {
    for (const form of KEY_FORMS) {
      const { tensors } = await readSafetensors(once(loraFile(form)));
      expect(tensors).to.have.lengthOf(2);
    }
  });
});
