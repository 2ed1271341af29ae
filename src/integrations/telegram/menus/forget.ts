import { Menu } from "@grammyjs/menu";
import type { BotContext } from "../context.js";
import type { Forgetting } from "../forgetting.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showText } from "./show-text.js";

/** The last question before everything of a person goes. @param books whether what they paid is kept in books */
export function forgetMenu(forgetting: Forgetting, books: boolean): Menu<BotContext> {
  return new Menu<BotContext>("forget", { ...ANSWERS_ITSELF, onMenuOutdated: false })
    .text(
      (ctx) => plain(ctx.t("forget-yes")),
      answered(async (ctx) => {
        await ctx.conversation.exitAll();
        const receipt = await forgetting.forget(ctx.person.actor);
        ctx.menu.close();
        const kept = books ? `\n\n${ctx.t("forget-books")}` : "";
        return showText(ctx, ctx.t("forget-done", { ...receipt }) + kept);
      }),
    )
    .row()
    .text(
      (ctx) => plain(ctx.t("forget-no")),
      answered(async (ctx) => {
        ctx.menu.close();
        return showText(ctx, ctx.t("forget-kept"));
      }),
    );
}
