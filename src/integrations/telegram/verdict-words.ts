import type { TrainingService } from "../../core/training/service.js";
import type { OwedVerdicts } from "./owed-verdicts.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";
import { numbersText, sheetButton, verdictMessage } from "./verdict-text.js";

/** A message about one photo, as an answer to it, or about many. */
export interface VerdictWords {
  readonly html: string;
  readonly rows: Button[][];
  readonly replyTo?: number;
}

/**
 * Puts what is owed into one message. A photo may have been dropped or kept since it came, or what it resembled may be
 * gone: nothing is said of it then.
 *
 * @returns undefined where nothing is left to say
 * @throws DomainError `not-found`, `not-yours`, `not-a-draft`
 */
export async function putIntoWords(
  { person, draftId, owed }: OwedVerdicts,
  service: TrainingService,
  t: Translate,
): Promise<VerdictWords | undefined> {
  const still: (VerdictWords & { readonly number: number })[] = [];
  for (const { imageId, number, messageId } of owed) {
    const faults = await service.review.faultsOf(person.actor, draftId, imageId);
    if (faults.length === 0) continue;
    still.push({ number, replyTo: messageId, ...verdictMessage(draftId, number, faults, t) });
  }
  if (still.length < 2) return still[0];
  const numbers = numbersText(still.map(({ number }) => number));
  return { html: t("verdict-many", { count: still.length, numbers }), rows: [[sheetButton(draftId, t)]] };
}
