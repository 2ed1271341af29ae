import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Config } from "../config.js";
import { migrateStore, type MigrationReport } from "../core/migration/migrate-store.js";
import { MigrationRefused } from "../core/migration/refused.js";
import type { Stores } from "../core/ports/stores.js";
import { SortableIds } from "../integrations/system/sortable-ids.js";
import { SystemClock } from "../integrations/system/system-clock.js";
import { openBlobs } from "./blobs.js";
import { openStores } from "./stores.js";

const HEALTH_TIMEOUT_MS = 3_000;
/** Listening on every address includes this one. */
const EVERY_ADDRESS = new Set(["0.0.0.0", "::", "localhost"]);

/**
 * Moves the installation in DATA_DIR to the MongoDB and the S3 server that are configured; where one is not,
 * that half stays.
 *
 * @throws MigrationRefused when there is nowhere to move to, nothing to move, or a bot that runs
 */
export async function migrateInstallation(
  given: Config,
  tell: (line: string) => void,
): Promise<MigrationReport> {
  const config = { ...given, DATA_DIR: resolve(given.DATA_DIR) };
  await refuseUnlessReady(config);
  const clock = new SystemClock();
  const here = { ...config, MONGODB_URI: undefined, S3_ENDPOINT: undefined };
  const opened: Stores[] = [];
  try {
    const stores = await openStores(here);
    opened.push(stores);
    const source = { stores, blobs: await openBlobs(here, clock) };
    const movesRecords = config.MONGODB_URI !== undefined;
    const targetStores = movesRecords ? await openStores(config) : undefined;
    if (targetStores !== undefined) opened.push(targetStores);
    const target = {
      ...(targetStores !== undefined && { stores: targetStores }),
      ...(config.S3_ENDPOINT !== undefined && { blobs: await openBlobs(config, clock) }),
    };
    return await migrateStore({ source, target, clock, ids: new SortableIds(clock), tell });
  } finally {
    for (const stores of opened) await stores.close();
  }
}

async function refuseUnlessReady(config: Config): Promise<void> {
  if (config.MONGODB_URI === undefined && config.S3_ENDPOINT === undefined) {
    throw new MigrationRefused([
      "There is nowhere to move to: set MONGODB_URI, S3_ENDPOINT with its keys, or both.",
    ]);
  }
  const file = join(config.DATA_DIR, "darkroom.sqlite");
  if (!existsSync(file)) {
    throw new MigrationRefused([`There is nothing to move: ${file} is not there. Is DATA_DIR right?`]);
  }
  if (await answers(config)) {
    throw new MigrationRefused([`A bot answers on port ${config.PORT}. Stop it and try again.`]);
  }
}

/** Whether something says that it is well where the bot of this configuration would. */
async function answers({ HOST, PORT }: Config): Promise<boolean> {
  if (PORT === 0) return false;
  const host = EVERY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST;
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${PORT}/healthz`;
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) })).ok;
  } catch {
    // Nobody listens there, or nobody who speaks as the bot does: that is the answer asked for.
    return false;
  }
}
