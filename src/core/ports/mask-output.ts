import { z } from "zod";
import { DomainError } from "../errors.js";
import type { MaskReport } from "./mask-maker.js";

/** Seven times what the largest set takes: 300 photos, and one of 12 megapixels keeps a core for 0.8 s. */
export const MASKS_LIMIT_MS = 30 * 60_000;

const reportSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), nobody: z.array(z.string()) }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);

/** The trainer's command that makes masks. @param out the folder that takes them */
export function maskCommand(dataset: string, out: string): string[] {
  return ["create-masks", dataset, "--whole", "--out", out];
}

/**
 * Reads what that command printed.
 *
 * @param ended how it ended and what it said besides, for the log
 * @throws DomainError `masks-unavailable` where it made none
 */
export function readMaskReport(stdout: string, ended: string): MaskReport {
  const report = reportSchema.safeParse(parsed(stdout)).data;
  if (report?.ok === true) return { nobody: report.nobody.length };
  const message = report === undefined ? `create-masks ended with ${ended}` : report.message;
  throw new DomainError("masks-unavailable", {}, { message });
}

function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined; // It broke off before it could say anything.
  }
}
