import { Composer } from "grammy";
import type { GiftCodes } from "../../../core/points/gift-codes.js";
import type { BotContext } from "../context.js";
import { privately } from "../privately.js";
import { isRepeat } from "../repeats.js";
import { say } from "../say.js";
import { giftPayload } from "../start-links.js";

/** /redeem CODE; a code that was typed in a group is redeemed in the private chat, by whoever is quicker. */
export function redeeming(codes: GiftCodes): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.command("redeem", async (ctx) => {
    const code = ctx.match.trim();
    await privately(ctx, giftPayload(code), async () => {
      if (code === "") await say(ctx, ctx.t("redeem-usage"));
      else await redeem(ctx, codes, code);
    });
  });
  return composer;
}

/** @throws DomainError `gift-invalid`, `gift-resting` */
export async function redeem(ctx: BotContext, codes: GiftCodes, code: string): Promise<void> {
  const { points, available, isNew } = await codes.redeem(ctx.person.actor, code);
  // A process that died may have redeemed it and said nothing.
  const key = isNew || isRepeat(ctx.update) ? "gift-redeemed" : "gift-redeemed-before";
  await say(ctx, ctx.t(key, { count: points, balance: available }));
}
