import type { TrainingDetail } from "../../core/training/library.js";
import { cardText, waitOf } from "./card-text.js";
import { chargeLines } from "./charge-text.js";
import { historyLines } from "./history-text.js";
import { plain } from "./say.js";
import type { Translate } from "./texts.js";
import { timeText } from "./time-text.js";

/** A training's page: state, data, options, events. */
export function trainingText(detail: TrainingDetail, t: Translate, locale: string): string {
  const { training, images, place, asOf } = detail;
  const { options, quote, failure, consent } = training;
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "UTC",
  });
  const date = (at: number): string => `${format.format(at)} UTC`;
  const head =
    training.status === "DRAFT"
      ? t("page-draft", { name: training.name ?? plain(t("unnamed")) })
      : cardText(training, t, { wait: place && waitOf(place, asOf) });
  const lines = [head, "", t("page-data", { count: images, word: training.triggerWord ?? "–" })];
  if (options.subject !== undefined) {
    const [subject, quality] = [t(`subject-${options.subject}`), t(`quality-${options.quality}`)];
    lines.push(t("page-options", { subject, quality }));
  }
  if (quote !== undefined) lines.push(t("page-quote", { steps: quote.steps, minutes: quote.minutes }));
  if (place !== undefined) lines.push(t("page-ends", { time: timeText((place.endsAt - asOf) / 60_000, t) }));
  lines.push(...chargeLines(training, t));
  if (failure !== undefined) lines.push(t(`error-${failure.code}`, failure.params));
  // What its person names when they ask for what it cost.
  if (training.charge !== undefined) lines.push(t("page-number", { id: training.id }));
  if (consent !== undefined) {
    const { at, by, text, licence } = consent;
    lines.push(t("page-consent", { date: date(at), by, text, licence: licence.name, url: licence.url }));
  }
  lines.push("", ...historyLines(training, t, date));
  return lines.join("\n");
}
