import { changeOfMind } from "./change-of-mind.js";
import { clips } from "./clips.js";
import { failure } from "./failure.js";
import { forget } from "./forget.js";
import { happyPath } from "./happy-path.js";
import type { Journey } from "./journey.js";
import { nextDay } from "./next-day.js";
import { points } from "./points.js";
import { reward } from "./reward.js";
import { sharing } from "./sharing.js";
import { stopAndContinue } from "./stop-and-continue.js";
import { zip } from "./zip.js";

/** All journeys, in the order in which `npm run transcript` names them. */
export const JOURNEYS: readonly Journey[] = [
  happyPath,
  zip,
  clips,
  nextDay,
  changeOfMind,
  stopAndContinue,
  failure,
  points,
  sharing,
  reward,
  forget,
];
