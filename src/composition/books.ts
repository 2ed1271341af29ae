import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Config } from "../config.js";
import { reconcile, type Difference } from "../core/points/reconcile.js";
import { TrainingRuns } from "../core/points/training-runs.js";
import { heldFor, pauseOfWrites } from "./points-parts.js";
import { openStores } from "./stores.js";

/**
 * Checks the books of the database that is configured; the bot may run meanwhile.
 *
 * @param pause see {@link reconcile}
 * @returns a line to read for each thing that is not right, and one that says so when nothing is
 * @throws Error when there is no database; DomainError `storage-failed`
 */
export async function checkBooks(
  given: Config,
  pause = pauseOfWrites,
): Promise<{ right: boolean; lines: readonly string[] }> {
  const config = { ...given, DATA_DIR: resolve(given.DATA_DIR) };
  if (config.MONGODB_URI === undefined && !existsSync(join(config.DATA_DIR, "darkroom.sqlite")))
    throw new Error(`there is no database in ${config.DATA_DIR}; set DATA_DIR or MONGODB_URI`);
  const stores = await openStores(config);
  try {
    const runs = new TrainingRuns(stores, heldFor);
    const { persons, postings, points, held, differences } = await reconcile(stores.ledger, runs, pause);
    if (differences.length > 0) return { right: false, lines: differences.map(explained) };
    const counts = `${persons} persons, ${postings} postings, ${points} points, ${held} of these held`;
    return { right: true, lines: [`The books are right: ${counts}.`] };
  } finally {
    await stores.close();
  }
}

function explained(difference: Difference): string {
  switch (difference.kind) {
    case "posting":
      return difference.fault;
    case "hold-alone": {
      const { hold, personId, points } = difference;
      return `hold ${hold} of ${personId} holds ${points} points, and no training waits or runs for it`;
    }
    case "run-alone": {
      const { hold, trainingId, points } = difference;
      return `training ${trainingId} says that ${points} points are held for it, and there is no open hold ${hold}`;
    }
    case "points-differ": {
      const { hold, trainingId, points, held } = difference;
      return `training ${trainingId} says that ${points} points are held for it, and hold ${hold} has ${held}`;
    }
    case "rewards-differ": {
      const { hold, personId, points, posted } = difference;
      return `of hold ${hold} of ${personId} ${points} points were set aside for rewards, and rewards of ${posted} were posted`;
    }
  }
}
