import { Menu } from "@grammyjs/menu";
import type { TrainingService } from "../../../core/training/service.js";
import { train } from "../entering.js";
import type { BotContext } from "../context.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showText } from "./show-text.js";
import { trainingsText } from "./trainings-text.js";

/** What /start shows. */
export function mainMenu(
  service: TrainingService,
  sendHelp: (ctx: BotContext) => Promise<void>,
): Menu<BotContext> {
  return new Menu<BotContext>("main", { ...ANSWERS_ITSELF, onMenuOutdated: false })
    .text(
      (ctx) => plain(ctx.t("menu-train")),
      answered(async (ctx) => {
        await train(ctx, service);
        return undefined;
      }),
    )
    .row()
    .submenu(
      (ctx) => plain(ctx.t("menu-trainings")),
      "list",
      answered(async (ctx) => showText(ctx, await trainingsText(ctx, service))),
    )
    .row()
    .submenu(
      (ctx) => plain(ctx.t("menu-language")),
      "lang",
      answered(async (ctx) => showText(ctx, ctx.t("language-prompt"))),
    )
    .text(
      (ctx) => plain(ctx.t("menu-help")),
      answered(async (ctx) => {
        await sendHelp(ctx);
        return undefined;
      }),
    );
}
