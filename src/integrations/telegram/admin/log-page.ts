import type { AdminDeed, AdminLogEntry } from "../../../core/administration/admin-log.js";
import type { Administration } from "../../../core/administration/administration.js";
import { numberOf, type BotContext } from "../context.js";
import type { Button } from "../say.js";
import type { Translate } from "../texts.js";
import { adminButton } from "./button-data.js";
import { fitting, shortened } from "./length.js";
import type { Page } from "./overview-page.js";

const LINES_A_PAGE = 15;
const REASON_LENGTH = 100;

const TEXTS: Readonly<Record<AdminDeed, string>> = {
  pause: "admin-deed-pause",
  resume: "admin-deed-resume",
  drain: "admin-deed-drain",
  undrain: "admin-deed-undrain",
  "training-opened": "admin-deed-training-opened",
  "training-changed": "admin-deed-training-changed",
  "training-started": "admin-deed-training-started",
  "training-stopped": "admin-deed-training-stopped",
  "training-resumed": "admin-deed-training-resumed",
  "training-deleted": "admin-deed-training-deleted",
  "model-opened": "admin-deed-model-opened",
  "model-changed": "admin-deed-model-changed",
  ban: "admin-deed-ban",
  unban: "admin-deed-unban",
  "gift-made": "admin-deed-gift-made",
  grant: "admin-deed-grant",
  refund: "admin-deed-refund",
  "charge-return": "admin-deed-charge-return",
  "books-checked": "admin-deed-books-checked",
};

/** A page of what administrators did, the newest first; from 0. */
export async function readLogPage(
  ctx: BotContext,
  administration: Administration,
  wanted: number,
): Promise<Page> {
  const { actor, locale } = ctx.person;
  // One more than is shown says whether there is a page behind.
  const entries = await administration.log(actor, (wanted + 1) * LINES_A_PAGE + 1);
  return logPage(entries, wanted, ctx.t, locale);
}

function logPage(entries: readonly AdminLogEntry[], wanted: number, t: Translate, locale: string): Page {
  const last = Math.max(0, Math.ceil(entries.length / LINES_A_PAGE) - 1);
  const page = Math.min(wanted, last);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "medium", timeZone: "UTC" });
  const lines = entries
    .slice(page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE)
    .map((entry) => lineOf(entry, `${date.format(entry.at)} UTC`, t));
  const turns: Button[] = [];
  if (page > 0) turns.push({ text: t("admin-previous"), data: adminButton("log", page - 1) });
  if (page < last) turns.push({ text: t("admin-next"), data: adminButton("log", page + 1) });
  return {
    html: fitting([lines.length === 0 ? t("admin-log-none") : t("admin-log-title"), ...lines]),
    rows: [
      ...(turns.length > 0 ? [turns] : []),
      [
        { text: t("admin-refresh"), data: adminButton("log", page) },
        { text: t("admin-back"), data: adminButton("show") },
      ],
    ],
  };
}

function lineOf(entry: AdminLogEntry, date: string, t: Translate): string {
  const { admin, deed, person, thing = "–", points = 0, reason } = entry;
  const told = t(TEXTS[deed], { person: person === undefined ? "–" : numberOf(person), thing, points });
  const line = `${t("admin-log-line", { date, admin: numberOf(admin) })} ${told}`;
  return reason === undefined
    ? line
    : `${line} ${t("admin-log-reason", { reason: shortened(reason, REASON_LENGTH) })}`;
}
