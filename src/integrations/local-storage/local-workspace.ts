import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { DomainError } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import type { Workspace } from "../../core/ports/workspace.js";
import { writeDurably } from "./durable-file.js";
import { fileWork, isMissing } from "./file-errors.js";

/**
 * One job's folder. A trainer writes here too, and it is not trusted: a symbolic link that leads out of the
 * folder counts as nothing there, and a pipe is never waited for.
 */
export class LocalWorkspace implements Workspace {
  /** @param folder absolute, with no symbolic link on the way */
  constructor(readonly folder: string) {}

  async writeText(path: string, text: string): Promise<void> {
    await this.writeBytes(path, once(Buffer.from(text, "utf8")));
  }

  /** Whole or not at all: the file takes its name when all of it is there. */
  async writeBytes(path: string, content: ByteStream): Promise<void> {
    const target = this.pathOf(path);
    await this.makeFolder(dirname(target));
    const temporary = join(dirname(target), `.${randomUUID()}.part`);
    try {
      await writeDurably(temporary, content);
      // A rename replaces a link that stands there, and does not follow it.
      await fileWork(rename(temporary, target));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async read(path: string): Promise<ByteStream> {
    const real = await this.resolveInside(this.pathOf(path));
    if (real === undefined) throw notFound(path);
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const file = await open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
      if (isMissing(error)) throw notFound(path);
      throw error;
    });
    if ((await file.stat()).isFile()) return file.createReadStream();
    await file.close();
    throw notFound(path);
  }

  async exists(path: string): Promise<boolean> {
    return (await this.resolveInside(this.pathOf(path))) !== undefined;
  }

  async remove(): Promise<void> {
    await fileWork(rm(this.folder, { recursive: true, force: true, maxRetries: 3 }));
  }

  private pathOf(path: string): string {
    const segments = path.split("/");
    const leaves = segments.some((segment) => segment === "" || segment === "." || segment === "..");
    if (leaves || path.includes("\0"))
      throw new TypeError(`not a path within a job: ${JSON.stringify(path)}`);
    return join(this.folder, ...segments);
  }

  /** The path with all links followed; undefined when it is not there, or not within the folder. */
  private async resolveInside(path: string): Promise<string | undefined> {
    try {
      const real = await realpath(path);
      return real === this.folder || real.startsWith(this.folder + sep) ? real : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      return fileWork(Promise.reject(error as Error));
    }
  }

  /** Makes a folder level by level, so that no link on the way is followed to the outside. */
  private async makeFolder(folder: string): Promise<void> {
    if (folder === this.folder) return;
    await this.makeFolder(dirname(folder));
    await fileWork(mkdir(folder, { recursive: true }));
    if ((await this.resolveInside(folder)) === undefined) {
      throw new DomainError("storage-failed", {}, { message: `${folder} leads out of the job's folder` });
    }
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

function notFound(path: string): DomainError {
  return new DomainError("not-found", {}, { message: `no file ${path} in the job's folder` });
}
