import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** What of a job's document says which weights it needs; a job without them is refused by the trainer. */
const needsSchema = z.object({
  baseModel: z.string().optional(),
  revision: z.string().nullish(),
  family: z.string().optional(),
});

/**
 * Whether a job has to fetch weights first. It has not where the trainer makes them itself, where they are a
 * folder of the operator's, or where an earlier job fetched them whole.
 *
 * @param folder the job's
 * @param has whether the models folder has a file or folder
 */
export async function needsNetwork(
  folder: string,
  has: (path: string) => Promise<boolean>,
): Promise<boolean> {
  const document: unknown = JSON.parse(await readFile(join(folder, "job.json"), "utf8"));
  const { baseModel, revision, family } = needsSchema.parse(document);
  if (baseModel?.endsWith(".safetensors") === true) return !(await has(join("reference", family ?? "")));
  // A hub model has an owner; what has none is a tiny model or a folder.
  if (baseModel?.includes("/") !== true) return false;
  if (await has(recordOf(baseModel, revision ?? undefined))) return false;
  return !(await has(baseModel));
}

/** The file in which the trainer notes that it has fetched a model whole (`lora_trainer/hub.py` names it). */
export function recordOf(repository: string, revision: string | undefined): string {
  const name = createHash("sha256")
    .update(`${repository}@${revision ?? ""}`)
    .digest("hex")
    .slice(0, 16);
  return `.${name}.json`;
}
