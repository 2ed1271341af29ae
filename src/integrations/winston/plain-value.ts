import { isSecretName, masked, maskText } from "./redaction.js";

/** Deeper, longer and wider than anything that is worth a line in a log. */
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 10_000;

/** What is logged of an error; whatever else hangs on it (requests, headers, sockets) is not. */
const ERROR_FIELDS = ["code", "params", "retryable", "status", "signal", "exitCode"] as const;

/** A JSON value that says the same, without secrets; safe for cycles, depth and size. */
export function plainValue(value: unknown, ancestors: readonly object[] = []): unknown {
  switch (typeof value) {
    case "string":
      return plainText(value);
    case "bigint":
      return value.toString();
    case "symbol":
    case "function":
      return `[${typeof value}]`;
    case "object":
      return value === null ? null : plainObject(value, ancestors);
    default:
      return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  }
}

function plainText(text: string): string {
  const safe = maskText(text);
  return safe.length <= MAX_TEXT ? safe : `${safe.slice(0, MAX_TEXT)}… (${safe.length} characters)`;
}

function plainObject(value: object, ancestors: readonly object[]): unknown {
  if (ancestors.includes(value)) return "[circular]";
  if (ancestors.length >= MAX_DEPTH) return "[too deep]";
  const inside = [...ancestors, value];
  if (value instanceof Error) return plainError(value, inside);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[no date]" : value.toISOString();
  if (value instanceof URL || value instanceof RegExp) return plainText(value.toString());
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map)
    return plainEntries(
      [...value].map(([key, item]) => [String(key), item]),
      inside,
    );
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, MAX_ITEMS).map((item) => plainValue(item, inside));
  }
  return plainEntries(Object.entries(value), inside);
}

function plainEntries(entries: [string, unknown][], ancestors: readonly object[]): Record<string, unknown> {
  const plain = entries
    .slice(0, MAX_ITEMS)
    .map(([name, item]) => [name, isSecretName(name) ? masked(item) : plainValue(item, ancestors)] as const);
  return Object.fromEntries(plain);
}

function plainError(error: Error, ancestors: readonly object[]): Record<string, unknown> {
  const extra = Object.entries(error).filter(([name]) => (ERROR_FIELDS as readonly string[]).includes(name));
  return {
    name: error.name,
    message: plainText(error.message),
    ...plainEntries(extra, ancestors),
    ...(error.stack === undefined ? {} : { stack: plainText(error.stack) }),
    ...(error instanceof AggregateError ? { errors: plainValue(error.errors, ancestors) } : {}),
    ...(error.cause === undefined ? {} : { cause: plainValue(error.cause, ancestors) }),
  };
}
