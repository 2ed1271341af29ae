import type { FailedTraining } from "../../../core/administration/administration.js";
import type { Button } from "../say.js";
import type { Translate } from "../texts.js";
import { adminButton, tagOf } from "./button-data.js";
import { fitting, shortened } from "./length.js";
import type { Page } from "./overview-page.js";

export const FAILURES_SHOWN = 12;
const NAME_LENGTH = 30;
const RETRIES_A_ROW = 2;
const BUTTON_NAME_LENGTH = 20;

/** The trainings that failed last. */
export function failuresPage(
  failures: readonly FailedTraining[],
  page: number,
  t: Translate,
  locale: string,
): Page {
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short", timeZone: "UTC" });
  const lines = failures.map(({ id, name, ownerName, recipeId, code, at }) =>
    t("admin-failure", {
      date: `${date.format(at)} UTC`,
      name: shortened(name ?? id, NAME_LENGTH),
      owner: shortened(ownerName ?? "–", NAME_LENGTH),
      model: recipeId ?? "–",
      code,
      id,
    }),
  );
  const title = failures.length === 0 ? t("admin-failures-none") : t("admin-failures-title");
  return {
    html: fitting([title, ...lines]),
    rows: [
      ...retryRows(failures, page, t),
      [
        { text: t("admin-refresh"), data: adminButton("failures", page) },
        { text: t("admin-back"), data: adminButton("show", page) },
      ],
    ],
  };
}

/** One button for each, as far as another run is worth it. */
function retryRows(failures: readonly FailedTraining[], page: number, t: Translate): Button[][] {
  const buttons = failures
    .filter(({ resumable }) => resumable)
    .map(({ id, name }) => ({
      text: t("admin-retry", { name: shortened(name ?? id, BUTTON_NAME_LENGTH) }),
      data: adminButton("retry", page, tagOf(id)),
    }));
  return Array.from({ length: Math.ceil(buttons.length / RETRIES_A_ROW) }, (_, row) =>
    buttons.slice(row * RETRIES_A_ROW, (row + 1) * RETRIES_A_ROW),
  );
}
