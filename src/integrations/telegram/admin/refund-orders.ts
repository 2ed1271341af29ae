import { Composer } from "grammy";
import { isDomainError } from "../../../core/errors.js";
import type { Refunds } from "../../../core/points/refunds.js";
import { numberOf, type BotContext } from "../context.js";
import { pointsText, starsText } from "../points/amounts.js";
import { say } from "../say.js";
import { onOrder, type Order } from "./orders.js";

/** /refund CHARGE of administrators: takes the points of a purchase and gives the Stars back. */
export function refundOrders(refunds: Refunds): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  onOrder(composer, "refund", async (ctx, order) => {
    await say(ctx, order.words.length === 1 ? await refund(ctx, refunds, order) : ctx.t("refund-usage"));
  });
  return composer;
}

async function refund(ctx: BotContext, refunds: Refunds, { words, request }: Order): Promise<string> {
  const { t } = ctx;
  const [charge = ""] = words;
  try {
    const { points, stars, personId } = await refunds.refund(ctx.person.actor, charge, request);
    const amounts = { points: pointsText(points, t), stars: starsText(stars, t) };
    return t("refund-begun", { ...amounts, personId: numberOf(personId) });
  } catch (error) {
    if (!isDomainError(error, "points-short")) throw error;
    const { price = 0, balance = 0 } = error.params;
    return t("refund-short", { points: price, balance });
  }
}
