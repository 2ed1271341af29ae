import type { Status } from "../../../src/core/training/state.js";
import { STEPS, type ChatStep } from "../../support/train-by-chat.js";

/** Points in a training's life: a question in the chat, a state of the record, the last message. */
export type Moment = ChatStep | Exclude<Status, "DRAFT"> | "ended" | "told";

const STATES = ["QUEUED", "PREPARING", "TRAINING", "PUBLISHING", "ended", "told"] as const;

/** The whole life, in its order. `ended`: the record is final, the message may be owed; `told`: it arrived. */
export const LIFE: readonly Moment[] = [...STEPS, ...STATES];
/** From Start on. */
export const WORK: readonly Moment[] = STATES;
/** Whether this moment, or a later one, has come. States pass quickly: one that was missed counts when the next is seen. */
export function hasCome(wanted: Moment, seen: Moment): boolean {
  return LIFE.indexOf(seen) >= LIFE.indexOf(wanted);
}
