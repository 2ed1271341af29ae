import { Menu } from "@grammyjs/menu";
import type { TrainingService } from "../../../core/training/service.js";
import { train } from "../entering.js";
import type { BotContext } from "../context.js";
import { plain, say } from "../say.js";
import { showText } from "./show-text.js";
import { trainingsText } from "./trainings.js";

/** What /start shows. */
export function mainMenu(service: TrainingService): Menu<BotContext> {
  return new Menu<BotContext>("main")
    .text(
      (ctx) => plain(ctx.t("menu-train")),
      async (ctx) => {
        await ctx.answerCallbackQuery();
        await train(ctx, service);
      },
    )
    .row()
    .submenu(
      (ctx) => plain(ctx.t("menu-trainings")),
      "list",
      async (ctx) => showText(ctx, await trainingsText(ctx, service)),
    )
    .row()
    .submenu(
      (ctx) => plain(ctx.t("menu-language")),
      "lang",
      async (ctx) => showText(ctx, ctx.t("language-prompt")),
    )
    .text(
      (ctx) => plain(ctx.t("menu-help")),
      async (ctx) => {
        await ctx.answerCallbackQuery();
        await say(ctx, ctx.t("help"));
      },
    );
}
