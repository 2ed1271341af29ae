/**
 * Loaded before a program (`node --import`): its wall clock is off by the milliseconds in the file that
 * CLOCK_SHIFT_FILE names, read again whenever it has changed. Timers go on as they do when a clock is set.
 */
import { readFileSync } from "node:fs";

const LOOK_EVERY_MS = 50;
const file = process.env.CLOCK_SHIFT_FILE ?? "";
const RealDate = Date;
let shift = 0;

function look() {
  try {
    shift = Number(readFileSync(file, "utf8")) || 0;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

globalThis.Date = class ShiftedDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else super(...parts);
  }
  static now() {
    return RealDate.now() + shift;
  }
};
look();
setInterval(look, LOOK_EVERY_MS).unref();
