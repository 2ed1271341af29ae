import { join } from "node:path";
import type { Config } from "../config.js";
import type { Stores } from "../core/ports/stores.js";
import { openMongo } from "../integrations/mongo/open.js";
import { openSqlite } from "../integrations/sqlite/open.js";

/** MongoDB where one is named, else SQLite in the data folder. */
export async function openStores(config: Config): Promise<Stores> {
  if (config.MONGODB_URI !== undefined) return openMongo(config.MONGODB_URI);
  return openSqlite(join(config.DATA_DIR, "darkroom.sqlite"));
}
