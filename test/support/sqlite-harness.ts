import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StoreOptions, Stores } from "../../src/core/ports/stores.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import type { StoreHarness } from "./store-harness.js";

export interface SqliteHarness extends StoreHarness {
  readonly file: string;
}

/** A SQLite file in a folder of its own. */
export async function sqliteHarness(options: StoreOptions = {}): Promise<SqliteHarness> {
  const folder = await mkdtemp(join(tmpdir(), "darkroom-sqlite-"));
  const file = join(folder, "darkroom.db");
  const opened: Stores[] = [];
  return {
    file,
    async open() {
      const stores = await openSqlite(file, options);
      opened.push(stores);
      return stores;
    },
    async dispose() {
      await Promise.all(opened.map((stores) => stores.close()));
      await rm(folder, { recursive: true });
    },
  };
}
