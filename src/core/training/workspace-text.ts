import type { Workspace } from "../ports/workspace.js";

/** A file of a job's folder as text; undefined where it is not there. Made for small ones. */
export async function textOf(workspace: Workspace, path: string): Promise<string | undefined> {
  if (!(await workspace.exists(path))) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of await workspace.read(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
