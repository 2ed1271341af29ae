import { setTimeout as sleep } from "node:timers/promises";
import { AdminLog } from "../core/administration/admin-log.js";
import type { Banning } from "../core/administration/banning.js";
import { PointsOffice } from "../core/administration/points-office.js";
import { GiftCodes } from "../core/points/gift-codes.js";
import { Ledger } from "../core/points/ledger.js";
import { createShop, type Shop } from "../core/points/shop.js";
import { createTill, type Till } from "../core/points/till.js";
import { TrainingRuns, type HeldFor } from "../core/points/training-runs.js";
import type { Training } from "../core/training/model.js";
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

export interface PointsParts {
  readonly giftCodes: GiftCodes | undefined;
  readonly pointsOffice: PointsOffice | undefined;
  readonly shop: Shop | undefined;
  /** The shop's, or that of one that has closed. */
  readonly till: Till;
}

/** What people and administrators do with points; where nothing costs anything, what came of earlier payments alone. */
export function pointsParts(
  foundation: Foundation,
  { accounts, charging }: TrainingService,
  banning: Banning,
): PointsParts {
  const { config, stores, clock, logger } = foundation;
  const log = new AdminLog({ ...stores, clock, logger });
  const desk = {
    ...foundation,
    packs: config.STAR_PACKS ?? [],
    mayBuy: async (personId: string): Promise<boolean> => !(await banning.isBanned(personId)),
    settle: (training: Training): Promise<void> => charging.settle(training),
    log,
  };
  if (accounts === undefined) {
    const ledger = new Ledger(stores.ledger, clock);
    const books = { ledger, balance: (personId: string) => ledger.balance(personId) };
    const till = createTill({ ...desk, accounts: books, isOpen: false });
    return { giftCodes: undefined, pointsOffice: undefined, shop: undefined, till };
  }
  const giftCodes = new GiftCodes({ ...stores, accounts, clock });
  const pointsOffice = new PointsOffice({
    ...stores,
    accounts,
    codes: giftCodes,
    runs: new TrainingRuns(stores, heldFor),
    log,
    pause: pauseOfWrites,
  });
  const shop = createShop({ ...desk, accounts });
  return { giftCodes, pointsOffice, shop, till: shop };
}
