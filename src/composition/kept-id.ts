import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** An id that is made once and kept in a file; the same after every restart. */
export async function keptId(path: string, make: () => string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, make(), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return (await readFile(path, "utf8")).trim();
}
