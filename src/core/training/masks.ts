import type { ErrorCode } from "../errors.js";
import type { MaskOutcome, Options, Training } from "./model.js";

/**
 * Why a training cannot learn with masks: `masks-off`, `masks-persons-only` or `masks-no-clips`; undefined where it can.
 *
 * @param offered whether this installation makes them
 * @param clips how many of the dataset's images are clips
 */
export function maskRefusal(
  offered: boolean,
  { subject }: Pick<Options, "subject">,
  clips: number,
): ErrorCode | undefined {
  if (!offered) return "masks-off";
  if (subject !== "person") return "masks-persons-only";
  return clips > 0 ? "masks-no-clips" : undefined;
}

/** Whether a confirmed training learns with masks: they were asked for, and no worker has failed to make them. */
export function learnsWithMasks({ options, masks }: Pick<Training, "options" | "masks">): boolean {
  return options.masks === true && masks?.made !== false;
}

/** What is kept of masks that could not be made: the training goes on without, then and after every restart. */
export const NOT_MADE: MaskOutcome = { made: false, nobody: 0 };
