import type { LogLine } from "./log-line.js";

/** `12:34:56 warn  message  field=value`, an error's stack and its causes on lines below. */
export function readableLine({ time, level, message, fields }: LogLine): string {
  const words: string[] = [];
  const stacks: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (isError(value)) stacks.push(...errorLines(value));
    else if (value !== undefined) words.push(`${name}=${plainWord(value)}`);
  }
  const head = `${time.slice(11, 19)} ${level.padEnd(5)} ${message}`;
  return [[head, ...words].join("  ").trimEnd(), ...stacks].join("\n");
}

interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: unknown;
}

function isError(value: unknown): value is PlainError {
  return typeof value === "object" && value !== null && "name" in value && "message" in value;
}

function errorLines(error: PlainError): string[] {
  const lines = [`  ${error.stack ?? `${error.name}: ${error.message}`}`];
  if (isError(error.cause)) lines.push("  caused by:", ...errorLines(error.cause));
  return lines;
}

function plainWord(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[\s"]/.test(text) && typeof value === "string" ? JSON.stringify(text) : text;
}
