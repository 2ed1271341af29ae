import type { AdminLog } from "../administration/admin-log.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { Stores } from "../ports/stores.js";
import type { Training } from "../training/model.js";
import { Charges } from "./charges.js";
import { CostReturns } from "./cost-returns.js";
import type { Debtor } from "./debts.js";
import { Offers } from "./offers.js";
import type { Pack } from "./packs.js";
import { PointDebts } from "./point-debts.js";
import { Purchases, type Books } from "./purchases.js";
import { Refunds } from "./refunds.js";
import { RewardReturns } from "./reward-returns.js";

/** Where Stars come in, and go back: also where nothing costs anything any more, since somebody may have paid before. */
export interface Till {
  readonly offers: Offers;
  readonly purchases: Purchases;
  readonly refunds: Refunds;
  readonly costReturns: CostReturns;
  /** All that owe something; see RefundOutbox. */
  readonly debtors: readonly Debtor[];
}

export interface TillDependencies {
  readonly stores: Pick<Stores, "keyValues" | "ledger" | "trainings">;
  readonly accounts: Books;
  /** Whether anything costs points; where not, what is paid all the same goes back. */
  readonly isOpen: boolean;
  /** What is sold; with none, points come from the operator alone. */
  readonly packs: readonly Pack[];
  /** Whether points are sold to this person; what somebody else paid is given back. */
  readonly mayBuy: (personId: string) => Promise<boolean>;
  /** Posts what an ended training owes. */
  readonly settle: (training: Training) => Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Pick<AdminLog, "write">;
}

export function createTill(deps: TillDependencies): Till {
  const { stores, accounts } = deps;
  const { keyValues, ledger: postings, trainings } = stores;
  const { ledger } = accounts;
  const charges = new Charges(keyValues);
  const offers = new Offers({ ...deps, keyValues });
  const books = { keyValues, ledger, postings };
  const rewards = new RewardReturns(books);
  const refunds = new Refunds({ ...deps, ...books, charges });
  const pointDebts = new PointDebts({ ...books, rewards });
  const costReturns = new CostReturns({ ...deps, ...books, trainings, rewards });
  return {
    offers,
    purchases: new Purchases({ offers, charges, accounts, refunds, pointDebts }),
    refunds,
    costReturns,
    debtors: [refunds, pointDebts, costReturns, rewards],
  };
}
