/** Element sizes, in bytes, of the types of the format that a LoRA may come in. */
export const TENSOR_TYPES = {
  F64: { bytes: 8 },
  F32: { bytes: 4 },
  F16: { bytes: 2 },
  BF16: { bytes: 2 },
  F8_E4M3: { bytes: 1 },
  F8_E5M2: { bytes: 1 },
  I64: { bytes: 8 },
  I32: { bytes: 4 },
  I16: { bytes: 2 },
  I8: { bytes: 1 },
  U8: { bytes: 1 },
  BOOL: { bytes: 1 },
} as const satisfies Record<string, { bytes: number }>;

export type TensorType = keyof typeof TENSOR_TYPES;

/** All exponent bits set means infinity or NaN; the mask is for the element's most significant 16 bits. */
const EXPONENT = { F64: 0x7ff0, F32: 0x7f80, F16: 0x7c00, BF16: 0x7f80 } as const;

/** Bits of one byte that are all set in a NaN (E4M3, which has no infinity), or in an infinity or NaN (E5M2). */
const NON_FINITE_BYTE = { F8_E4M3: 0x7f, F8_E5M2: 0x7c } as const;

/** Whether a run of whole little-endian elements holds an infinity or a NaN. Integer types never do. */
export function findNonFinite(type: TensorType, bytes: Buffer): boolean {
  if (type in NON_FINITE_BYTE) {
    const mask = NON_FINITE_BYTE[type as keyof typeof NON_FINITE_BYTE];
    return bytes.some((byte) => (byte & mask) === mask);
  }
  if (!(type in EXPONENT)) return false;
  const mask = EXPONENT[type as keyof typeof EXPONENT];
  const width = TENSOR_TYPES[type].bytes;
  for (let at = width - 2; at < bytes.byteLength; at += width) {
    const high = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    if ((high & mask) === mask) return true;
  }
  return false;
}

export function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
