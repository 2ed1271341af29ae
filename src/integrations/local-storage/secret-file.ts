import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { isMissing, systemCode } from "./file-errors.js";

const SECRET_BYTES = 32;

/**
 * Reads a secret of 32 random bytes (kept as hex), and makes it the first time; only its owner may read the
 * file. Two processes that start at once get the same secret.
 *
 * @throws Error when the file holds anything else: the operator has to say whether it can go
 */
export async function readOrMakeSecret(path: string): Promise<Buffer> {
  const present = await read(path);
  if (present) return present;
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, randomBytes(SECRET_BYTES).toString("hex") + "\n", { mode: 0o600, flush: true });
    await publish(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(path);
  if (!made) throw new Error(`the secret file ${path} vanished while it was made`);
  return made;
}

/** A link, unlike a rename, never replaces what another process put there in the meantime. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const code = systemCode(error) ?? "";
    if (code === "EEXIST") return;
    // Some mounted volumes know no hard links.
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(code)) throw error;
    await rename(draft, path);
  }
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    const text = (await readFile(path, "utf8")).trim();
    if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, "hex");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  throw new Error(
    `${path} should hold 64 hex digits; restore it from a backup, or delete it (links given out so far end then)`,
  );
}
