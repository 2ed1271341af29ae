import { Menu, type MenuControlPanel } from "@grammyjs/menu";
import type { Training } from "../../../core/training/model.js";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { payloadOf, placeOf } from "./place.js";
import { showText } from "./show-text.js";
import { showDetail } from "./training.js";
import { trainingsText } from "./trainings-text.js";

const PAGE = 6;

/** The person's trainings, newest first, by pages. */
export function trainingsMenu(service: TrainingService): Menu<BotContext> {
  const options = {
    ...ANSWERS_ITSELF,
    // The list has moved on since it was drawn: the tap may be meant for another line.
    onMenuOutdated: answered(async (ctx: BotContext & { menu: { update(): void } }) => {
      ctx.menu.update();
      await showText(ctx, await trainingsText(ctx, service));
      return ctx.t("menu-outdated");
    }),
  };
  return new Menu<BotContext>("list", options).dynamic(async (ctx, range) => {
    const { page } = placeOf(ctx);
    const { actor } = ctx.person;
    const trainings = await service.library.list(actor, { limit: PAGE, offset: page * PAGE });
    for (const training of trainings) {
      const payload = payloadOf({ page, trainingId: training.id });
      const show = answered((tapped) => showDetail(tapped, service));
      range.submenu({ text: label(ctx, training), payload }, "one", show).row();
    }
    const more = (await service.library.count(actor)) > (page + 1) * PAGE;
    const turn = (key: string, to: number): void => {
      range.text(
        // The payload tells the plugin how the menu was drawn that holds the button: where it leads comes after.
        { text: plain(ctx.t(key)), payload: payloadOf({ page }) },
        answered(async (tapped: BotContext & { menu: MenuControlPanel }) => {
          tapped.match = payloadOf({ page: to });
          await tapped.menu.update({ immediate: true });
          return undefined;
        }),
      );
    };
    if (page > 0) turn("page-newer", page - 1);
    if (more) turn("page-older", page + 1);
  });
}

function label(ctx: BotContext, training: Training): string {
  const name = training.name ?? plain(ctx.t("unnamed"));
  return `${plain(ctx.t(`status-icon-${training.status.toLowerCase()}`))} ${name}`;
}
