import { afterEach, beforeEach } from "mocha";
import type { Stores } from "../../src/core/ports/stores.js";

/** One empty database for one test. */
export interface StoreHarness {
  /** Another connection to the same data, as another process or a restart would open it. */
  open(): Promise<Stores>;
  /** Closes every connection and removes the data. */
  dispose(): Promise<void>;
}

/** Makes a harness, or skips the suite where its service is not configured. */
export type MakeStoreHarness = (context: Mocha.Context) => Promise<StoreHarness>;

/** Gives each test of the suite around it a database of its own. */
export function eachTestOn(make: MakeStoreHarness): { stores: () => Stores; open: () => Promise<Stores> } {
  let harness: StoreHarness | undefined;
  let stores: Stores | undefined;
  beforeEach(async function () {
    harness = await make(this);
    stores = await harness.open();
  });
  afterEach(async () => {
    await harness?.dispose();
    harness = stores = undefined;
  });
  return {
    stores: () => {
      if (stores === undefined) {
        throw new Error("No database is open outside a test");
      }
      return stores;
    },
    open: () => {
      if (harness === undefined) {
        throw new Error("No database is open outside a test");
      }
      return harness.open();
    },
  };
}
