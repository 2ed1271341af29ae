import { mkdir, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Workspace, Workspaces } from "../../core/ports/workspace.js";
import { fileWork } from "./file-errors.js";
import { LocalWorkspace } from "./local-workspace.js";

const JOB_ID = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Job folders side by side in one folder, named by the job's id. */
export class LocalWorkspaces implements Workspaces {
  /** @param folder absolute; made at the first job */
  constructor(private readonly folder: string) {}

  async open(jobId: string): Promise<Workspace> {
    if (!JOB_ID.test(jobId)) throw new TypeError(`not a job id: ${JSON.stringify(jobId)}`);
    const folder = join(this.folder, jobId);
    await fileWork(mkdir(folder, { recursive: true }));
    return new LocalWorkspace(await fileWork(realpath(folder)));
  }

  async list(): Promise<string[]> {
    await fileWork(mkdir(this.folder, { recursive: true }));
    const entries = await fileWork(readdir(this.folder, { withFileTypes: true }));
    return entries
      .filter((entry) => entry.isDirectory() && JOB_ID.test(entry.name))
      .map((entry) => entry.name)
      .sort();
  }
}
