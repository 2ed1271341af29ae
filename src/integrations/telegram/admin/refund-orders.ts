import { Composer } from "grammy";
import { isDomainError } from "../../../core/errors.js";
import type { Shop } from "../../../core/points/shop.js";
import { numberOf, type BotContext } from "../context.js";
import { pointsText, starsText } from "../points/amounts.js";
import { isRepeat } from "../repeats.js";
import { say } from "../say.js";
import { onOrder, type Order } from "./orders.js";

/**
 * /refund NUMBER of administrators. Of a purchase: takes its points and gives the Stars back. Of a training: gives back
 * the points that it cost.
 */
export function refundOrders(shop: Shop): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  onOrder(composer, "refund", async (ctx, order) => {
    await say(ctx, order.words.length === 1 ? await refund(ctx, shop, order) : ctx.t("refund-usage"));
  });
  return composer;
}

async function refund(ctx: BotContext, shop: Shop, order: Order): Promise<string> {
  const { t } = ctx;
  const [charge = ""] = order.words;
  try {
    const { actor } = ctx.person;
    const { points, stars, personId } = await shop.refunds.refund(actor, charge, order.request);
    const amounts = { points: pointsText(points, t), stars: starsText(stars, t) };
    return t("refund-begun", { ...amounts, personId: numberOf(personId) });
  } catch (error) {
    if (isDomainError(error, "charge-unknown")) return returnCost(ctx, shop, order);
    if (!isDomainError(error, "points-short")) throw error;
    const { price = 0, balance = 0 } = error.params;
    return t("refund-short", { points: price, balance });
  }
}

async function returnCost(ctx: BotContext, shop: Shop, { words, request }: Order): Promise<string> {
  const [training = ""] = words;
  const returned = await shop.costReturns.giveBack(ctx.person.actor, training, request);
  const { personId, points, isNew } = returned;
  // A process that died may have given it back and said nothing.
  const key = isNew || isRepeat(ctx.update) ? "refund-cost-returned" : "refund-cost-returned-before";
  return ctx.t(key, { points: pointsText(points, ctx.t), personId: numberOf(personId) });
}
