import { Menu } from "@grammyjs/menu";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { plain } from "../say.js";
import { showText } from "./show-text.js";

/** The last question before everything of a person goes. */
export function forgetMenu(service: TrainingService): Menu<BotContext> {
  return new Menu<BotContext>("forget")
    .text(
      (ctx) => plain(ctx.t("forget-yes")),
      async (ctx) => {
        await ctx.answerCallbackQuery();
        await ctx.conversation.exitAll();
        const receipt = await service.library.deleteEverything(ctx.person.actor);
        ctx.menu.close();
        await showText(ctx, ctx.t("forget-done", { ...receipt }));
      },
    )
    .row()
    .text(
      (ctx) => plain(ctx.t("forget-no")),
      async (ctx) => {
        await ctx.answerCallbackQuery();
        ctx.menu.close();
        await showText(ctx, ctx.t("forget-kept"));
      },
    );
}
