import { z } from "zod";
import { DomainError } from "../errors.js";
import type { MaskMaker, MaskReport } from "../ports/mask-maker.js";
import type { Workspace } from "../ports/workspace.js";
import { textOf } from "./workspace-text.js";

/** Beside job.json, for the job that finds a folder which was laid out before it. */
const REPORT = "masks.json";

const reportSchema = z.object({ nobody: z.int().nonnegative() });

/**
 * Makes the masks of a job whose images are laid out. Can be run again.
 *
 * @param maker absent where this worker makes none
 * @throws DomainError `masks-unavailable`, `trainer-away`, `disk-full`; the signal's reason
 */
export async function makeMasks(
  maker: MaskMaker | undefined,
  jobId: string,
  workspace: Workspace,
  signal: AbortSignal,
): Promise<MaskReport> {
  if (maker === undefined) {
    throw new DomainError("masks-unavailable", {}, { message: "this worker makes no masks: set MASKS=on" });
  }
  const report = await maker.make({ jobId, folder: workspace.folder }, signal);
  await workspace.writeText(REPORT, JSON.stringify(report));
  return report;
}

/** What was said when the masks of a folder were made that is whole. */
export async function masksMade(workspace: Workspace): Promise<MaskReport> {
  return reportSchema.parse(JSON.parse((await textOf(workspace, REPORT)) ?? "null"));
}
