import { randomBytes } from "node:crypto";
import { createConnection } from "mongoose";
import type { StoreOptions, Stores } from "../../src/core/ports/stores.js";
import { openMongo } from "../../src/integrations/mongo/open.js";
import { requireService } from "./services.js";
import type { StoreHarness } from "./store-harness.js";

export interface MongoHarness extends StoreHarness {
  /** The connection string of this harness's database. */
  readonly uri: string;
}

/** The same server, another database. */
function withDatabase(uri: string, database: string): string {
  return uri.replace(/^([^/]*\/\/[^/?]+)(\/[^?]*)?/u, `$1/${database}`);
}

/** A database of its own on the server that tests are given; the suite is skipped where there is none. */
export function mongoHarness(context: Mocha.Context, options: StoreOptions = {}): Promise<MongoHarness> {
  const database = `darkroom-test-${randomBytes(8).toString("hex")}`;
  const uri = withDatabase(requireService(context, "MONGODB_TEST_URI"), database);
  const opened: Stores[] = [];
  return Promise.resolve({
    uri,
    async open() {
      const stores = await openMongo(uri, options);
      opened.push(stores);
      return stores;
    },
    async dispose() {
      await Promise.all(opened.map((stores) => stores.close()));
      const connection = await createConnection(uri).asPromise();
      await connection.dropDatabase();
      await connection.close();
    },
  });
}
