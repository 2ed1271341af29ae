import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../config.js";
import { AdminLog } from "../core/administration/admin-log.js";
import type { Clock } from "../core/ports/clock.js";
import type { Ids } from "../core/ports/ids.js";
import type { Logger } from "../core/ports/logger.js";
import type { ProcessWatch } from "../core/ports/process-watch.js";
import type { Stores } from "../core/ports/stores.js";
import { TrainingEvents } from "../core/training/events.js";
import { TrainingRecords } from "../core/training/records.js";
import { LocalProcessWatch } from "../integrations/process/process-watch.js";
import { SortableIds } from "../integrations/system/sortable-ids.js";
import { SystemClock } from "../integrations/system/system-clock.js";
import { openBlobs, type Blobs } from "./blobs.js";
import { requireSharedFiles } from "./shared-files.js";
import { openStores } from "./stores.js";

/** Holds locales and docker/trainer. */
export const PROJECT_FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/** What a process stands on, whatever its role. */
export interface Foundation {
  /** With an absolute DATA_DIR. */
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly watch: ProcessWatch;
  readonly stores: Stores;
  readonly blobs: Blobs;
  /** What happens in this process. */
  readonly events: TrainingEvents;
  readonly records: TrainingRecords;
}

/** @throws when the database or the file store cannot be opened, or the two do not belong together */
export async function layFoundation(given: Config, logger: Logger): Promise<Foundation> {
  const config = { ...given, DATA_DIR: resolve(given.DATA_DIR) };
  await mkdir(config.DATA_DIR, { recursive: true });
  const clock = new SystemClock();
  const ids = new SortableIds(clock);
  const stores = await openStores(config);
  const blobs = await openBlobs(config, clock);
  await requireSharedFiles(config, stores.keyValues, ids);
  return {
    config,
    logger,
    clock,
    ids,
    watch: new LocalProcessWatch(),
    stores,
    blobs,
    events: new TrainingEvents(logger),
    records: new TrainingRecords(stores.trainings, clock, new AdminLog({ ...stores, clock, logger })),
  };
}
