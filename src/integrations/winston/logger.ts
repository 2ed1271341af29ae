import winston from "winston";
import type { LogFields, Logger } from "../../core/ports/logger.js";
import type { LogLine } from "./log-line.js";
import { plainValue } from "./plain-value.js";
import { readableLine } from "./readable-line.js";
import { maskText } from "./redaction.js";

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface LoggerOptions {
  readonly level: LogLevel;
  /** JSON lines for a log collector; else lines for a person at a terminal. */
  readonly json: boolean;
  /** Standard output when none is given. */
  readonly stream?: NodeJS.WritableStream;
}

/** The house's {@link Logger} on winston. */
export function createLogger({ level, json, stream = process.stdout }: LoggerOptions): Logger {
  const line = winston.format.printf((info) => {
    const entry = toLine(info.level, String(info.message), (info["fields"] ?? {}) as LogFields);
    return json ? jsonLine(entry) : readableLine(entry);
  });
  const logger = winston.createLogger({
    level,
    format: line,
    // winston's types declare its transports as interfaces beside the class that they extend.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
    transports: [new winston.transports.Stream({ stream, eol: "\n" })],
  });
  return new WinstonLogger(logger, {});
}

class WinstonLogger implements Logger {
  constructor(
    private readonly logger: winston.Logger,
    private readonly base: LogFields,
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.write("debug", message, fields);
  }
  info(message: string, fields?: LogFields): void {
    this.write("info", message, fields);
  }
  warn(message: string, fields?: LogFields): void {
    this.write("warn", message, fields);
  }
  error(message: string, fields?: LogFields): void {
    this.write("error", message, fields);
  }
  child(fields: LogFields): Logger {
    return new WinstonLogger(this.logger, { ...this.base, ...fields });
  }

  /** Fields go in one property of their own: winston gives `message`, `stack` and `splat` a meaning. */
  private write(level: LogLevel, message: string, fields: LogFields = {}): void {
    this.logger.log({ level, message, fields: { ...this.base, ...fields } });
  }
}

function toLine(level: string, message: string, fields: LogFields): LogLine {
  const plain = plainValue(fields) as Record<string, unknown>;
  return { time: new Date().toISOString(), level, message: maskText(message), fields: plain };
}

/** The line's own properties win over fields of the same name. */
function jsonLine({ time, level, message, fields }: LogLine): string {
  return JSON.stringify({ ...{ time, level, message }, ...fields, ...{ time, level, message } });
}
