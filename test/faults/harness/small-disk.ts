import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Mounts a disk of so many MiB in memory on a folder; Linux, as root. Gives what takes it away again. */
export async function mountSmallDisk(folder: string, mebibytes: number): Promise<() => Promise<void>> {
  await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m,mode=0700`, "darkroom-faults", folder]);
  return async () => {
    await run("umount", ["--lazy", folder]);
  };
}
