import { Menu } from "@grammyjs/menu";
import type { TrainingService } from "../../../core/training/service.js";
import { train } from "../entering.js";
import type { BotContext } from "../context.js";
import type { PointsChat } from "../points/points-chat.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showText } from "./show-text.js";
import { trainingsText } from "./trainings-text.js";

/** What /start shows. @param points absent where nothing costs anything */
export function mainMenu(
  service: TrainingService,
  sendHelp: (ctx: BotContext) => Promise<void>,
  points: PointsChat | undefined,
): Menu<BotContext> {
  const menu = new Menu<BotContext>("main", { ...ANSWERS_ITSELF, onMenuOutdated: false })
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
  if (points !== undefined)
    menu.row().text(
      (ctx) => plain(ctx.t("menu-points")),
      answered(async (ctx) => {
        await points.send(ctx);
        return undefined;
      }),
    );
  return menu;
}
