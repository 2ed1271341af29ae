import type { ArchiveProgress } from "../../core/training/archive-tally.js";
import type { Translate } from "./texts.js";

/** What came of a zip: at most eight names of 80 characters with a reason each, well within one message. */
export function archiveSummary(t: Translate, file: string, progress: ArchiveProgress): string {
  const { photos, captions, repeated, refused, reasons, ended } = progress;
  const lines = [t("collect-archive-read", { file }), t("collect-archive-photos", { count: photos })];
  if (captions > 0) lines.push(t("collect-archive-captions", { count: captions }));
  if (repeated > 0) lines.push(t("collect-archive-repeated", { count: repeated }));
  if (refused > 0) lines.push(t("collect-archive-refused", { count: refused }));
  for (const { name, code, params } of reasons) {
    lines.push(`${t("collect-archive-reason", { file: name })}: ${t(`error-${code}`, params)}`);
  }
  const more = refused - reasons.length;
  if (more > 0 && reasons.length > 0) lines.push(t("collect-archive-more", { count: more }));
  if (ended !== undefined) lines.push(t(`error-${ended.code}`, ended.params));
  return lines.join("\n");
}
