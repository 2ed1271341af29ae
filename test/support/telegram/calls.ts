import type { RawParams } from "./wire.js";

/** One call of the bot, as it was answered. */
export interface CallRecord {
  method: string;
  params: RawParams;
  /** Milliseconds since the epoch, by the emulator's clock. */
  at: number;
  ok: boolean;
  result?: unknown;
  error?: { code: number; description: string };
}
