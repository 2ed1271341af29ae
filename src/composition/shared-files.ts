import { join } from "node:path";
import type { Config } from "../config.js";
import type { Ids } from "../core/ports/ids.js";
import type { KeyValueStore } from "../core/ports/key-value-store.js";
import { keptId } from "./kept-id.js";

const NAMESPACE = "file-store";
const KEY = "folder";

/**
 * Several processes on one MongoDB need the same files. Where those are in a folder, its mark stands in the
 * database: a worker that would look for photos in a folder of its own, and leave models there, does not start.
 *
 * @throws Error that says what to do
 */
export async function requireSharedFiles(config: Config, keyValues: KeyValueStore, ids: Ids): Promise<void> {
  if (config.MONGODB_URI === undefined || config.S3_ENDPOINT !== undefined) return;
  const here = await keptId(join(config.DATA_DIR, "blobs", "folder-id"), () => ids.next());
  // The bot's folder is the one: people's photos are there.
  if (config.ROLE !== "worker" && (await keyValues.compareAndSet(NAMESPACE, KEY, undefined, here))) return;
  const there = await keyValues.read(NAMESPACE, KEY);
  if (there === here) return;
  throw new Error(
    there === undefined
      ? "No bot has been started on this database yet: start it first, so that it is known where the files are."
      : "The files of this database are in another folder than DATA_DIR/blobs. Set S3_ENDPOINT for every process " +
          "(npm run migrate-store moves what is there), or give all of them the same DATA_DIR.",
  );
}
