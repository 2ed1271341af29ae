import { Composer } from "grammy";
import type { Banning } from "../../../core/administration/banning.js";
import { answerTap } from "../answer-tap.js";
import { numberOf, userIdOf, type BotContext } from "../context.js";
import { plain, replaceButtons, say, type Button } from "../say.js";
import type { Translate } from "../texts.js";
import { fitting } from "./length.js";
import { onOrder, personNamed, restOf } from "./orders.js";

const UNBAN = /^unban:(\d{1,16})$/;

/** /ban and /unban of administrators, and the button that lifts a ban. */
export function banOrders(banning: Banning): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  onOrder(composer, "ban", async (ctx, { words, request }) => {
    const person = personNamed(words[0]);
    if (person === undefined) return showBans(ctx, banning);
    const count = await banning.ban(ctx.person.actor, person, restOf(words, 1), request);
    await say(ctx, ctx.t("admin-banned", { person: numberOf(person), count }), [
      [unbanButton(person, ctx.t)],
    ]);
  });
  onOrder(composer, "unban", async (ctx, { words, request }) => {
    const person = personNamed(words[0]);
    if (person === undefined) return showBans(ctx, banning);
    const banned = await banning.unban(ctx.person.actor, person, request);
    await say(ctx, ctx.t(banned ? "admin-unbanned" : "admin-not-banned", { person: numberOf(person) }));
  });
  composer.callbackQuery(UNBAN, async (ctx) => {
    const person = userIdOf(Number(ctx.match[1]));
    await banning.unban(ctx.person.actor, person);
    const { message } = ctx.callbackQuery;
    if (message !== undefined) await replaceButtons(ctx.api, message.chat.id, message.message_id, []);
    await answerTap(ctx, plain(ctx.t("admin-unbanned", { person: numberOf(person) })));
  });
  return composer;
}

/** How to ban, and who is. */
async function showBans(ctx: BotContext, banning: Banning): Promise<void> {
  const { actor, locale } = ctx.person;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeZone: "UTC" });
  const lines = (await banning.list(actor)).map(({ personId, at }) =>
    ctx.t("admin-ban-line", { person: numberOf(personId), date: date.format(at) }),
  );
  await say(ctx, fitting([ctx.t("admin-ban-usage"), ...lines]));
}

function unbanButton(person: string, t: Translate): Button {
  return { text: t("admin-unban"), data: `unban:${numberOf(person)}` };
}
