import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isKept } from "../../../src/core/training/keeping.js";
import type { Training } from "../../../src/core/training/model.js";
import { processesWith } from "../../support/processes.js";
import type { Rig } from "./rig.js";

/** What has ended is cleaned away within this time, or it is left behind. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 200;
/** Folders that hold something only while work is under way. */
const WORKSHOPS = ["jobs", "runtime", "tmp/pictures", "blobs/datasets/~temporary", "blobs/models/~temporary"];

/** What is still there when every training has ended, and how long the house took to be clean. */
export async function leftBehind(
  rig: Rig,
  trainings: readonly Training[],
): Promise<{ left: string[]; seconds: number }> {
  const since = performance.now();
  const seconds = (): number => (performance.now() - since) / 1000;
  for (;;) {
    const left = await look(rig, trainings);
    if (left.length === 0 || seconds() * 1000 > PATIENCE_MS) return { left, seconds: seconds() };
    await sleep(LOOK_EVERY_MS);
  }
}

async function look(rig: Rig, trainings: readonly Training[]): Promise<string[]> {
  const own = new Set([rig.darkroom, ...rig.workers].map(({ pid }) => pid));
  let left: string[] = [];
  const kept = new Set(
    trainings.filter((training) => isKept(training, Date.now())).map(({ id }) => `jobs/${id}`),
  );
  for (const folder of rig.dataFolders) {
    for (const name of WORKSHOPS) left.push(...(await inFolder(join(folder, name), name)));
  }
  // What failed half-way is kept for its person to go on with.
  left = left.filter((entry) => !kept.has(entry));
  left.push(...(await inFolder(rig.temporaryFolder, "TMPDIR")));
  for (const { pid, command } of await processesWith(rig.folder)) {
    if (!own.has(pid)) left.push(`process ${pid}: ${command.slice(0, 120)}`);
  }
  left.push(...((await rig.servers?.unfinishedUploads()) ?? []));
  left.push(...((await rig.engine?.contents()) ?? []));
  left.push(...(await orphans(rig, trainings)));
  return left;
}

async function inFolder(path: string, name: string): Promise<string[]> {
  const entries = await readdir(path).catch(() => []);
  return entries.map((entry) => `${name}/${entry}`);
}

/** Files of a training that no record knows. */
async function orphans(rig: Rig, trainings: readonly Training[]): Promise<string[]> {
  const { datasets, models } = await rig.blobs();
  const left: string[] = [];
  for (const { id, status } of trainings) {
    const known = new Set((await rig.stores.datasets.list(id)).map(({ blobKey }) => blobKey));
    for await (const key of datasets.list(`${id}/`)) {
      if (!known.has(key)) left.push(`photo ${key}, which no dataset has`);
    }
    for await (const key of models.list(`${id}/`)) {
      if (status !== "COMPLETED") left.push(`model ${key} of a training that has none`);
    }
  }
  return left;
}
