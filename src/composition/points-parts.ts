import { setTimeout as sleep } from "node:timers/promises";
import { AdminLog } from "../core/administration/admin-log.js";
import type { Banning } from "../core/administration/banning.js";
import { PointsOffice } from "../core/administration/points-office.js";
import { GiftCodes } from "../core/points/gift-codes.js";
import { createShop, type Shop } from "../core/points/shop.js";
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

interface PointsParts {
  readonly giftCodes: GiftCodes | undefined;
  readonly pointsOffice: PointsOffice | undefined;
  readonly shop: Shop | undefined;
}

/** What people and administrators do with points; nothing where nothing costs anything. */
export function pointsParts(
  foundation: Foundation,
  { accounts }: TrainingService,
  banning: Banning,
): PointsParts {
  const { config, stores, clock, logger } = foundation;
  if (accounts === undefined) return { giftCodes: undefined, pointsOffice: undefined, shop: undefined };
  const log = new AdminLog({ ...stores, clock, logger });
  const giftCodes = new GiftCodes({ ...stores, accounts, clock });
  const pointsOffice = new PointsOffice({
    ...stores,
    accounts,
    codes: giftCodes,
    runs: new TrainingRuns(stores, heldFor),
    log,
    pause: pauseOfWrites,
  });
  const mayBuy = async (personId: string): Promise<boolean> => !(await banning.isBanned(personId));
  const shop = createShop({ ...foundation, accounts, packs: config.STAR_PACKS ?? [], mayBuy, log });
  return { giftCodes, pointsOffice, shop };
}
