import type { AdminLog } from "../administration/admin-log.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { Stores } from "../ports/stores.js";
import type { Accounts } from "./accounts.js";
import { Charges } from "./charges.js";
import { Offers } from "./offers.js";
import type { Pack } from "./packs.js";
import { Purchases } from "./purchases.js";
import { Refunds } from "./refunds.js";
import { Statement } from "./statement.js";

/** Points for Stars, and what became of them. */
export interface Shop {
  readonly offers: Offers;
  readonly purchases: Purchases;
  readonly refunds: Refunds;
  readonly statement: Statement;
}

/**
 * @param deps.packs what is sold; with none, points come from the operator alone
 * @param deps.mayBuy whether points are sold to this person; what somebody else paid is given back
 */
export function createShop(deps: {
  stores: Pick<Stores, "keyValues" | "ledger" | "trainings">;
  accounts: Accounts;
  packs: readonly Pack[];
  mayBuy: (personId: string) => Promise<boolean>;
  clock: Clock;
  ids: Ids;
  log: Pick<AdminLog, "write">;
}): Shop {
  const { stores, accounts, clock, log } = deps;
  const { keyValues, trainings } = stores;
  const { ledger } = accounts;
  const charges = new Charges(keyValues);
  const offers = new Offers({ ...deps, keyValues });
  const refunds = new Refunds({ keyValues, charges, ledger, postings: stores.ledger, clock, log });
  return {
    offers,
    purchases: new Purchases({ offers, charges, accounts, refunds }),
    refunds,
    statement: new Statement({ accounts, trainings }),
  };
}
