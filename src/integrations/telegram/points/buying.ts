import type { Offers } from "../../../core/points/offers.js";
import { STARS_CURRENCY } from "../../../core/points/offers.js";
import type { BotContext } from "../context.js";
import { plain, say, type Button } from "../say.js";
import { pointsText, starsText } from "./amounts.js";
import { pointButton } from "./point-buttons.js";
import { contactText, type Support } from "./support.js";

/** What a forwarded invoice leads to: it is one person's, and others get an offer of their own. */
const FORWARDED = "buy";

/** /buy: the packs, or where else points come from. */
export async function sendPacks(ctx: BotContext, { packs }: Offers, support: Support): Promise<void> {
  if (packs.length === 0) {
    await say(ctx, ctx.t("buy-none", { contact: plain(contactText(ctx, support)) }));
    return;
  }
  const rows: Button[][] = packs.map(({ points, stars }) => [
    {
      text: `${pointsText(points, ctx.t)} · ${stars} ⭐`,
      data: pointButton("buy", points),
    },
  ]);
  await say(ctx, ctx.t("buy-choose"), rows);
}

/** @throws DomainError `offer-unknown`, `buyer-refused`, `storage-failed` */
export async function sendInvoice(ctx: BotContext, offers: Offers, wanted: number): Promise<void> {
  const { points, stars, payload } = await offers.make(ctx.person.actor, wanted);
  const amounts = { points: pointsText(points, ctx.t), stars: starsText(stars, ctx.t) };
  const title = plain(amounts.points);
  const description = plain(ctx.t("invoice-description", amounts));
  await ctx.replyWithInvoice(title, description, payload, STARS_CURRENCY, [{ label: title, amount: stars }], {
    start_parameter: FORWARDED,
  });
}
