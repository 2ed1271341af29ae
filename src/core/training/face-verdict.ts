import type { DatasetImage, Training } from "./model.js";
import type { Fault } from "./verdict.js";

/** What these were set by: docs/verdicts.md has the figures. */
const THRESHOLDS = {
  /** Of the surest face; on pictures of one person it is nearly always more, however they are lit and turned. */
  none: 0.3,
  /** Of the second: so sure has to be who says that there is another one. */
  several: 0.5,
} as const;

/** Whether it is one human face that a training is to learn. A character may be drawn, and drawn faces are not seen. */
export function isOfPerson({ options }: Pick<Training, "options">): boolean {
  return options.subject === "person";
}

/** What the faces on a person's photo tell against it; nothing where they were not looked for, or it is wanted. */
export function faceFaults({ faces, approved }: DatasetImage): Fault[] {
  if (faces === undefined || approved === true) return [];
  const [surest = 0, second = 0] = faces;
  if (surest < THRESHOLDS.none) return [{ code: "faceless", params: {} }];
  return second < THRESHOLDS.several ? [] : [{ code: "faces", params: {} }];
}
