import { Composer, type Context, type Filter } from "grammy";
import type { User } from "grammy/types";
import type { Logger } from "../../../core/ports/logger.js";
import type { UserRepository } from "../../../core/ports/user-repository.js";
import type { PaymentOutcome } from "../../../core/points/purchases.js";
import type { Shop } from "../../../core/points/shop.js";
import type { Till } from "../../../core/points/till.js";
import { asTelegramAway, isStaleQuery, isUnreachable } from "../api-errors.js";
import { userIdOf, type BotContext } from "../context.js";
import { isRepeat } from "../repeats.js";
import { plain, say } from "../say.js";
import type { Texts, Translate } from "../texts.js";
import { pointsText, starsText } from "./amounts.js";

interface PaymentsDependencies {
  /** Absent where nothing costs anything: nothing is said of points then. */
  readonly shop: Shop | undefined;
  readonly till: Till;
  readonly users: UserRepository;
  readonly texts: Texts;
  readonly logger: Logger;
}

/** What Telegram asks and tells of payments, ahead of everything that could hold it up or turn it away. */
export function payments(deps: PaymentsDependencies): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on("pre_checkout_query", (ctx) => answerCheckout(ctx, deps));
  composer.on("message:successful_payment", (ctx) => take(ctx, deps));
  composer.on("message:refunded_payment", (ctx) => takeBack(ctx, deps));
  return composer;
}

async function answerCheckout(
  ctx: Filter<BotContext, "pre_checkout_query">,
  deps: PaymentsDependencies,
): Promise<void> {
  const { from, currency, total_amount: stars, invoice_payload: payload } = ctx.preCheckoutQuery;
  const order = { personId: userIdOf(from.id), payload, currency, stars };
  const refusal = await deps.till.offers.refusal(order);
  try {
    if (refusal === undefined) await ctx.answerPreCheckoutQuery(true);
    else {
      const t = await languageOf(from, deps);
      await ctx.answerPreCheckoutQuery(false, { error_message: plain(t(`error-${refusal}`)) });
    }
  } catch (error) {
    // Telegram has told the person by then that it did not work.
    if (!isStaleQuery(error)) throw error;
    deps.logger.warn("a payment was asked about and answered too late", { payload });
  }
}

async function take(
  ctx: Filter<BotContext, "message:successful_payment">,
  deps: PaymentsDependencies,
): Promise<void> {
  const {
    currency,
    total_amount: stars,
    invoice_payload: payload,
    telegram_payment_charge_id: chargeId,
  } = ctx.message.successful_payment;
  const personId = userIdOf(ctx.from.id);
  const outcome = await deps.till.purchases.paid({ chargeId, personId, payload, currency, stars });
  deps.logger.info("Stars were paid", { charge: chargeId, outcome: outcome.kind, isNew: outcome.isNew });
  // Of what was told of before there is a receipt already; unless this process or one before it died over it.
  if (!outcome.isNew && !isRepeat(ctx.update)) return;
  const text = receiptText(outcome, { stars, charge: chargeId }, await languageOf(ctx.from, deps));
  if (text !== undefined) await tell(ctx, text, deps.logger);
}

function receiptText(
  outcome: PaymentOutcome,
  { stars, charge }: { stars: number; charge: string },
  t: Translate,
): string | undefined {
  const paid = { stars: starsText(stars, t), charge };
  switch (outcome.kind) {
    case "credited": {
      const { points, balance } = outcome;
      return t("receipt-credited", { ...paid, points: pointsText(points, t), balance });
    }
    case "refused":
      if (outcome.refusal === "offer-closed") return t("receipt-closed", paid);
      return `${t(`error-${outcome.refusal}`)}\n\n${t("receipt-returning", paid)}`;
    case "refunded":
      return undefined;
  }
}

/** Tells it in the private chat; where Telegram does not say who was paid back, that is whose chat it is. */
async function takeBack(
  ctx: Filter<BotContext, "message:refunded_payment">,
  deps: PaymentsDependencies,
): Promise<void> {
  const { total_amount: stars, telegram_payment_charge_id: chargeId } = ctx.message.refunded_payment;
  const personId = userIdOf(ctx.chat.id);
  const taken = await deps.till.purchases.refunded(chargeId, { personId, stars });
  deps.logger.info("Stars were paid back", { charge: chargeId, ...taken });
  if (taken === undefined || deps.shop === undefined) return;
  const t = await languageOf({ id: ctx.chat.id }, deps);
  const amounts = { stars: starsText(stars, t), points: pointsText(taken.points, t) };
  await tell(ctx, t(taken.gone ? "refund-points-gone" : "refund-points-owed", amounts), deps.logger);
}

async function languageOf(
  { id, language_code }: Pick<User, "id" | "language_code">,
  { users, texts }: PaymentsDependencies,
): Promise<Translate> {
  const user = await users.get(userIdOf(id));
  return texts.in(texts.nearest(user?.locale ?? language_code));
}

/** The books are right by now: only that Telegram is away for a while is a reason to come back for this message. */
async function tell(ctx: Context, html: string, logger: Logger): Promise<void> {
  try {
    await say(ctx, html);
  } catch (error) {
    const away = asTelegramAway(error);
    if (away !== undefined) throw away;
    if (!isUnreachable(error)) logger.error("a person could not be told of a payment", { error });
  }
}
