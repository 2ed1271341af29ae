import type { Accounts } from "./accounts.js";
import { Statement } from "./statement.js";
import { createTill, type Till, type TillDependencies } from "./till.js";

/** Points for Stars, and what became of them. */
export interface Shop extends Till {
  readonly statement: Statement;
}

export function createShop(deps: Omit<TillDependencies, "isOpen"> & { readonly accounts: Accounts }): Shop {
  const { accounts, stores } = deps;
  return {
    ...createTill({ ...deps, isOpen: true }),
    statement: new Statement({ accounts, trainings: stores.trainings }),
  };
}
