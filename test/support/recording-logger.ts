import type { LogFields, Logger } from "../../src/core/ports/logger.js";

export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps what is logged, for a test to look at. */
export class RecordingLogger implements Logger {
  constructor(
    readonly entries: LogEntry[] = [],
    private readonly base: LogFields = {},
  ) {}

  debug(message: string, fields?: LogFields): void {
    this.keep("debug", message, fields);
  }
  info(message: string, fields?: LogFields): void {
    this.keep("info", message, fields);
  }
  warn(message: string, fields?: LogFields): void {
    this.keep("warn", message, fields);
  }
  error(message: string, fields?: LogFields): void {
    this.keep("error", message, fields);
  }
  child(fields: LogFields): Logger {
    return new RecordingLogger(this.entries, { ...this.base, ...fields });
  }

  private keep(level: LogEntry["level"], message: string, fields: LogFields = {}): void {
    this.entries.push({ level, message, fields: { ...this.base, ...fields } });
  }
}
