import { expect } from "chai";
import { describe, it } from "mocha";
import {
  findNonFinite,
  isZero,
  TENSOR_TYPES,
  type TensorType,
} from "../../../../src/core/models/tensor-bytes.js";

const word = (...values: number[]) => Buffer.from(new Uint16Array(values).buffer);
const single = (...values: number[]) => Buffer.from(new Float32Array(values).buffer);
const double = (...values: number[]) => Buffer.from(new Float64Array(values).buffer);

describe("numbers that are no numbers", () => {
  const finite: readonly (readonly [TensorType, string, Buffer])[] = [
    ["F32", "its largest", single(3.4028234663852886e38, -3.4028234663852886e38, 0, -0, 1e-45)],
    ["F64", "its largest", double(Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324)],
    ["F16", "its largest", word(0x7bff, 0xfbff, 0x0001)],
    ["BF16", "its largest", word(0x7f7f, 0xff7f, 0x0001)],
    ["F8_E4M3", "its largest", Buffer.from([0x7e, 0xfe, 0x01])],
    ["F8_E5M2", "its largest", Buffer.from([0x7b, 0xfb, 0x01])],
    ["I32", "all bits", Buffer.alloc(8, 0xff)],
    ["U8", "all bits", Buffer.alloc(8, 0xff)],
    ["BOOL", "true", Buffer.from([1])],
    ["F32", "nothing", Buffer.alloc(0)],
  ];
  for (const [type, what, bytes] of finite) {
    it(`are not found in ${type}: ${what}`, () => {
      expect(findNonFinite(type, bytes)).to.equal(false);
    });
  }

  const nonFinite: readonly (readonly [TensorType, string, Buffer])[] = [
    ["F32", "infinity", single(1, Number.POSITIVE_INFINITY)],
    ["F32", "minus infinity", single(Number.NEGATIVE_INFINITY, 1)],
    ["F32", "NaN", single(1, 2, Number.NaN, 3)],
    ["F64", "NaN", double(1, Number.NaN)],
    ["F64", "infinity", double(Number.POSITIVE_INFINITY)],
    ["F16", "infinity", word(0x3c00, 0x7c00)],
    ["F16", "a quiet NaN", word(0xfe00)],
    ["BF16", "infinity", word(0x3f80, 0xff80)],
    ["BF16", "a signalling NaN", word(0x7f81)],
    ["F8_E4M3", "NaN", Buffer.from([0x38, 0xff])],
    ["F8_E5M2", "infinity", Buffer.from([0x3c, 0x7c])],
    ["F8_E5M2", "NaN", Buffer.from([0xfe])],
  ];
  for (const [type, what, bytes] of nonFinite) {
    it(`are found in ${type}: ${what}`, () => {
      expect(findNonFinite(type, bytes)).to.equal(true);
    });
  }

  it("are found by what JavaScript says of 10,000 random floats", () => {
    let state = 1;
    for (let round = 0; round < 10_000; round++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(round % 2 === 0 ? state : (state | 0x7f800000) >>> 0);
      expect(findNonFinite("F32", bytes), bytes.toString("hex")).to.equal(
        !Number.isFinite(bytes.readFloatLE(0)),
      );
    }
  });
});

describe("zeros", () => {
  it("are nothing but zero bytes", () => {
    expect(isZero(Buffer.alloc(99))).to.equal(true);
    expect(isZero(Buffer.alloc(0))).to.equal(true);
    expect(isZero(Buffer.from([0, 0, 1]))).to.equal(false);
  });
});

describe("the types of tensors", () => {
  it("have the sizes that their names say", () => {
    for (const [name, { bytes }] of Object.entries(TENSOR_TYPES)) {
      const bits = /\d+/.exec(name)?.[0] ?? "8";
      expect(bytes * 8, name).to.equal(Number(bits));
    }
  });
});
