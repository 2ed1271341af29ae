import { join } from "node:path";
import type { Ids } from "../core/ports/ids.js";
import type { KeyValueStore } from "../core/ports/key-value-store.js";
import type { ProcessWatch } from "../core/ports/process-watch.js";
import { keptId } from "./kept-id.js";

/** Which process is which worker, so that no two are the same one. */
const NAMESPACE = "worker-processes";

/** A worker among all workers, and where it works. */
export interface WorkerIdentity {
  /** The same after a restart, so that it finds its own jobs. */
  readonly id: string;
  /** Its own: jobs that others run are not in it. */
  readonly folder: string;
}

/** @param name of this process, where several have one data folder */
export async function workerIdentity(
  dataFolder: string,
  name: string | undefined,
  ids: Ids,
): Promise<WorkerIdentity> {
  const folder = name === undefined ? dataFolder : join(dataFolder, "workers", name);
  const prefix = name === undefined ? "" : `${name}-`;
  return { id: await keptId(join(folder, "worker-id"), () => `${prefix}${ids.next()}`), folder };
}

/**
 * Two processes that are the same worker would take each other's jobs for their own. Gives the function that
 * lets go of the identity.
 *
 * @throws Error when another process of this machine has it
 */
export async function takeIdentity(
  { id, folder }: WorkerIdentity,
  keyValues: KeyValueStore,
  watch: ProcessWatch,
): Promise<() => Promise<void>> {
  const mark = await watch.mark();
  for (;;) {
    const taken = await keyValues.read(NAMESPACE, id);
    const own = JSON.stringify(taken) === JSON.stringify(mark);
    if (!own && taken !== undefined && (await watch.stateOf(taken)) === "running") {
      throw new Error(
        `Another process works in ${folder}. Stop it, or give this one a WORKER_NAME of its own (or ROLE=bot).`,
      );
    }
    if (await keyValues.compareAndSet(NAMESPACE, id, taken, mark)) break;
  }
  return async () => {
    await keyValues.delete(NAMESPACE, id);
  };
}
