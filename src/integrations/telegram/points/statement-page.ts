import type { PostingKind } from "../../../core/points/posting.js";
import type { Entry, StatementPage } from "../../../core/points/statement.js";
import { cut } from "../cut.js";
import { inRows, plain, type Button } from "../say.js";
import type { Translate } from "../texts.js";
import { starsText } from "./amounts.js";
import { pointButton } from "./point-buttons.js";

const MONTHS_SHOWN = 24;
const MONTHS_A_ROW = 3;
/** As an administrator may write it, a page of them is more than a message can hold. */
const REASON_LENGTH = 200;

/** What each kind of posting is called; those of more than one wording are told apart below. */
const SENTENCES: Readonly<Record<PostingKind, string>> = {
  purchase: "posting-purchase",
  "purchase-refund": "posting-purchase-refund",
  gift: "posting-gift",
  grant: "posting-grant",
  hold: "posting-hold",
  settlement: "posting-settlement",
  "charge-return": "posting-charge-return",
  reward: "posting-reward",
  "reward-return": "posting-reward-return",
};

/** The message of /points: what there is, and how it came about. */
export function statementText({ balance, entries }: StatementPage, t: Translate, locale: string): string {
  const lines = [t("points-balance", { points: balance.available })];
  if (balance.held > 0) lines.push(t("points-held", { points: balance.held }));
  lines.push("");
  if (entries.length === 0) lines.push(t("points-no-entries"));
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  for (const entry of entries) {
    const { at, lines: moved } = entry.posting;
    const points = signed.format(moved.available ?? 0);
    lines.push(`${date.format(at)} · <b>${points}</b> · ${sentenceOf(entry, t)}`);
  }
  return lines.join("\n");
}

function sentenceOf({ posting, trainingName }: Entry, t: Translate): string {
  const { kind, about } = posting;
  const charge = Number(about["charge"]);
  const key = (): string => {
    if (kind === "gift" && about["reason"] === "welcome") return "posting-welcome";
    if (kind === "reward" && about["dataset"] !== undefined) return "posting-reward-photos";
    if (kind === "settlement" && charge === 0) return "posting-release";
    if (kind === "settlement" && (posting.lines.available ?? 0) === 0) return "posting-settlement-whole";
    return SENTENCES[kind];
  };
  return t(key(), {
    name: trainingName ?? plain(t("posting-training-gone")),
    stars: starsText(Number(about["stars"] ?? 0), t),
    // Of a purchase it is the receipt's number.
    charge: kind === "settlement" ? charge : String(about["charge"] ?? "–"),
    reason: cut(String(about["reason"] ?? "–"), REASON_LENGTH),
  });
}

/** Older and newer, the packs where any are sold, and the export where there is something to export. */
export function statementButtons(page: StatementPage, sells: boolean, t: Translate): Button[][] {
  const turns: Button[] = [];
  if (page.newer !== undefined)
    turns.push({ text: t("points-newer"), data: pointButton("page", page.newer) });
  if (page.older !== undefined)
    turns.push({ text: t("points-older"), data: pointButton("page", page.older) });
  const acts: Button[] = [];
  if (sells) acts.push({ text: t("points-buy"), data: pointButton("packs") });
  if (page.entries.length > 0) acts.push({ text: t("points-export"), data: pointButton("months") });
  return [turns, acts].filter((row) => row.length > 0);
}

/** A button for each month, newest first, and the way back. */
export function monthButtons(months: readonly string[], t: Translate, locale: string): Button[][] {
  const format = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", timeZone: "UTC" });
  const buttons = months.slice(0, MONTHS_SHOWN).map((month) => ({
    text: format.format(Date.parse(`${month}-01`)),
    data: pointButton("csv", month),
  }));
  return [...inRows(buttons, MONTHS_A_ROW), [{ text: t("points-back"), data: pointButton("page") }]];
}
