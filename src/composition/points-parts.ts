import { setTimeout as sleep } from "node:timers/promises";
import { AdminLog } from "../core/administration/admin-log.js";
import { PointsOffice } from "../core/administration/points-office.js";
import { GiftCodes } from "../core/points/gift-codes.js";
import { TrainingRuns, type HeldFor } from "../core/points/training-runs.js";
import type { TrainingService } from "../core/training/service.js";
import type { Foundation } from "./foundation.js";

/** Two writes that belong together are milliseconds apart; one that waits for a locked database, seconds. */
const PAUSE_MS = 3_000;

/** As a training that waits or runs says it. */
export const heldFor: HeldFor = ({ charge }) => charge;

/** See reconcile. */
export function pauseOfWrites(): Promise<void> {
  return sleep(PAUSE_MS);
}

/** What people and administrators do with points; nothing where nothing costs anything. */
export function pointsParts(
  { stores, clock, logger }: Foundation,
  { accounts }: TrainingService,
): { giftCodes: GiftCodes | undefined; pointsOffice: PointsOffice | undefined } {
  if (accounts === undefined) return { giftCodes: undefined, pointsOffice: undefined };
  const giftCodes = new GiftCodes({ ...stores, accounts, clock });
  const pointsOffice = new PointsOffice({
    ...stores,
    accounts,
    codes: giftCodes,
    runs: new TrainingRuns(stores, heldFor),
    log: new AdminLog({ ...stores, clock, logger }),
    pause: pauseOfWrites,
  });
  return { giftCodes, pointsOffice };
}
