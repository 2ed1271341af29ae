import { AdminLog, type AdminRequest } from "../../src/core/administration/admin-log.js";
import { Accounts } from "../../src/core/points/accounts.js";
import type { Debt } from "../../src/core/points/debts.js";
import { Ledger } from "../../src/core/points/ledger.js";
import { createShop, type Shop } from "../../src/core/points/shop.js";
import type { Actor, Training } from "../../src/core/training/model.js";
import { ManualClock } from "./manual-clock.js";
import { MemoryKeyValues } from "./memory-key-values.js";
import { MemoryLedger } from "./memory-ledger.js";
import { RecordingLogger } from "./recording-logger.js";
import { StarDesk } from "./star-desk.js";
import type { Unsteady } from "./unsteady.js";

/** What the house sells. */
export const PACKS = [
  { points: 100, stars: 10 },
  { points: 40, stars: 5 },
];

export const ROOT: Actor = { userId: "root", isAdmin: true };

/** Of one message of an administrator. */
export const REQUEST: AdminRequest = { id: "1/1/1", at: 0 };

/** What may be asked of a training. */
type HouseTraining = Pick<Training, "id" | "ownerId" | "name"> & Partial<Pick<Training, "status">>;

/** A shop with its books in memory, and Telegram's side of it. */
export class StarHouse {
  readonly clock = new ManualClock();
  readonly store: MemoryLedger;
  readonly keyValues: MemoryKeyValues;
  readonly ledger: Ledger;
  readonly shop: Shop;
  readonly desk: StarDesk;
  readonly banned = new Set<string>();
  readonly trainings: HouseTraining[] = [];
  /** What an ended training owes is posted by this. */
  owed: (training: Training) => Promise<void> = () => Promise.resolve();
  #ids = 0;

  constructor(unsteady: Unsteady) {
    this.store = new MemoryLedger(unsteady);
    this.keyValues = new MemoryKeyValues(unsteady);
    this.desk = new StarDesk(unsteady);
    const { store, keyValues, clock } = this;
    this.ledger = new Ledger(store, clock);
    const accounts = new Accounts({
      ledger: this.ledger,
      store,
      clock,
      pricing: { prices: {}, welcomePoints: 0, modelRewardPercent: 0 },
    });
    const trainings = { get: (id: string) => Promise.resolve(this.trainings.find((each) => each.id === id)) };
    this.shop = createShop({
      stores: { keyValues, ledger: store, trainings: trainings as never },
      accounts,
      packs: PACKS,
      mayBuy: (personId) => Promise.resolve(!this.banned.has(personId)),
      settle: (training) => this.owed(training),
      clock,
      log: new AdminLog({ keyValues, clock, logger: new RecordingLogger() }),
      ids: { next: () => `nonce${++this.#ids}` },
    });
  }

  /** Gives the payload. */
  async offer(userId: string, points: number): Promise<string> {
    return (await this.shop.offers.make({ userId, isAdmin: false }, points)).payload;
  }

  /** One round of the outbox. */
  async settle(): Promise<void> {
    for (const debt of await this.debts()) await debt.settle(this.desk);
  }

  /** All that is owed. */
  async debts(): Promise<Debt[]> {
    return (await Promise.all(this.shop.debtors.map((debtor) => debtor.debts()))).flat();
  }
}
