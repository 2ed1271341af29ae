import type { Fault } from "../../core/training/verdict.js";
import { draftButton } from "./callback-data.js";
import { plain, type Button } from "./say.js";
import type { Translate } from "./texts.js";

/** What is wrong with a photo, as an answer to it, with the choice. */
export function verdictMessage(
  draftId: string,
  number: number,
  faults: readonly Fault[],
  t: Translate,
): { html: string; rows: Button[][] } {
  const reasons = faults.map(({ code, params }) => plain(t(`fault-${code}`, params))).join(", ");
  const button = (key: string, verb: string): Button => ({
    text: t(key),
    data: draftButton(draftId, verb, number),
  });
  const rows = [[button("verdict-keep", "keep"), button("verdict-drop", "drop")]];
  return { html: t("verdict", { number, reasons }), rows };
}

export function sheetButton(draftId: string, t: Translate): Button {
  return { text: t("sheet-open"), data: draftButton(draftId, "sheet", 1) };
}

/** "3, 5–7, 12" of rising numbers. */
export function numbersText(numbers: readonly number[]): string {
  const runs: number[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length < 3 ? run.join(", ") : `${run[0]}–${run.at(-1)}`)).join(", ");
}
