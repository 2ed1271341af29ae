import { chown, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Trainers never run as root; where the bot does, they run as this user and group. */
const UNPRIVILEGED = 10001;

/**
 * Decides as whom the trainer runs, and gives it the folders that it writes: as the bot itself, whose files
 * they are, or as an unprivileged user where the bot is root.
 *
 * @returns "uid:gid"
 */
export async function handOver(outputFolder: string, modelsFolder: string): Promise<string> {
  await mkdir(outputFolder, { recursive: true });
  await mkdir(modelsFolder, { recursive: true });
  const [uid, gid] = [process.getuid?.() ?? UNPRIVILEGED, process.getgid?.() ?? UNPRIVILEGED];
  if (uid !== 0) return `${uid}:${gid}`;
  await chown(modelsFolder, UNPRIVILEGED, UNPRIVILEGED);
  await chown(outputFolder, UNPRIVILEGED, UNPRIVILEGED);
  // An earlier attempt may have run as someone else, and its checkpoints are to be gone on from.
  for (const entry of await readdir(outputFolder, { recursive: true })) {
    await chown(join(outputFolder, entry), UNPRIVILEGED, UNPRIVILEGED);
  }
  return `${UNPRIVILEGED}:${UNPRIVILEGED}`;
}
