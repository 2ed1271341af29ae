import { Composer } from "grammy";
import type { PointsOffice } from "../../../core/administration/points-office.js";
import type { Difference, Reconciliation } from "../../../core/points/reconcile.js";
import { numberOf, type BotContext } from "../context.js";
import { say } from "../say.js";
import { giftPayload, startLink } from "../start-links.js";
import type { Translate } from "../texts.js";
import { fitting } from "./length.js";
import { onOrder, personNamed, restOf } from "./orders.js";

const DAYS = 30;
const WHOLE = /^\d{1,9}$/;

/** /gift, /grant and /reconcile of administrators. */
export function pointsOrders(office: PointsOffice): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  onOrder(composer, "gift", async (ctx, { words }) => {
    const [points = "", days = String(DAYS), ...more] = words;
    if (!WHOLE.test(points) || !WHOLE.test(days) || more.length > 0)
      await say(ctx, ctx.t("admin-gift-usage"));
    else await makeGift(ctx, office, Number(points), Number(days));
  });
  onOrder(composer, "grant", async (ctx, { words, request }) => {
    const personId = personNamed(words[0]);
    const [, points = ""] = words;
    const reason = restOf(words, 2);
    if (personId === undefined || !WHOLE.test(points) || reason === undefined) {
      await say(ctx, ctx.t("admin-grant-usage"));
      return;
    }
    const order = { personId, points: Number(points), reason };
    const balance = await office.grant(ctx.person.actor, order, request);
    await say(ctx, ctx.t("admin-granted", { person: numberOf(personId), count: order.points, balance }));
  });
  onOrder(composer, "reconcile", async (ctx) => {
    await say(ctx, booksText(await office.checkBooks(ctx.person.actor), ctx.t));
  });
  return composer;
}

async function makeGift(ctx: BotContext, office: PointsOffice, points: number, days: number): Promise<void> {
  const { code, expiresAt } = await office.makeGift(ctx.person.actor, points, days);
  const date = new Intl.DateTimeFormat(ctx.person.locale, { dateStyle: "medium", timeZone: "UTC" });
  const written = code.replace(/(.{4})(?=.)/g, "$1-");
  const link = startLink(ctx, giftPayload(code));
  await say(
    ctx,
    ctx.t("admin-gift-made", { count: points, code: written, link, date: date.format(expiresAt) }),
  );
}

function booksText(books: Reconciliation, t: Translate): string {
  const { persons, postings, points, held, differences } = books;
  if (differences.length === 0) return t("admin-books-right", { persons, postings, points, held });
  const title = t("admin-books-wrong", { count: differences.length });
  return fitting([title, ...differences.map((difference) => `• ${explained(difference, t)}`)]);
}

function explained(difference: Difference, t: Translate): string {
  switch (difference.kind) {
    case "posting":
      return t("admin-books-posting", { fault: difference.fault });
    case "hold-alone": {
      const { hold, personId, points } = difference;
      return t("admin-books-hold-alone", { hold, person: numberOf(personId), points });
    }
    case "run-alone": {
      const { hold, trainingId, points } = difference;
      return t("admin-books-run-alone", { hold, training: trainingId, points });
    }
    case "points-differ": {
      const { hold, trainingId, points, held } = difference;
      return t("admin-books-points-differ", { hold, training: trainingId, points, held });
    }
    case "rewards-differ": {
      const { hold, personId, points, posted } = difference;
      return t("admin-books-rewards-differ", { hold, person: numberOf(personId), points, posted });
    }
  }
}
