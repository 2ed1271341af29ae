import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Ids } from "../core/ports/ids.js";

/** This installation's name among workers; kept in the data folder, so that after a restart it finds its own jobs. */
export async function workerIdentity(dataFolder: string, ids: Ids): Promise<string> {
  const path = join(dataFolder, "worker-id");
  try {
    await writeFile(path, ids.next(), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return (await readFile(path, "utf8")).trim();
}
