import { Menu } from "@grammyjs/menu";
import { isDomainError } from "../../../core/errors.js";
import { recipeById } from "../../../core/recipes/index.js";
import type { TrainedModel } from "../../../core/training/model.js";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { trainFurtherFromShared } from "../entering.js";
import { plain } from "../say.js";
import { sendModel } from "../share-offer.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showText } from "./show-text.js";
import { trainingsText } from "./trainings-text.js";

type InMenu = BotContext & { menu: { back(): void; update(): void } };

/** The models that others share with the person; a button carries the share's token. */
export function receivedMenu(service: TrainingService): Menu<BotContext> {
  const options = {
    ...ANSWERS_ITSELF,
    // A share may have ended: the tap may be meant for another line.
    onMenuOutdated: answered(async (ctx: InMenu) => {
      ctx.menu.update();
      await showReceived(ctx, service);
      return ctx.t("menu-outdated");
    }),
  };
  const menu = new Menu<BotContext>("got", options).dynamic(async (ctx, range) => {
    for (const { token, model } of await service.sharing.received(ctx.person.actor)) {
      const show = answered((tapped) => showModel(tapped, service));
      range.submenu({ text: `🎁 ${model.name}`, payload: token }, "gift", show).row();
    }
    const back = answered(async (tapped) => showText(tapped, await trainingsText(tapped, service)));
    range.back(plain(ctx.t("page-back")), back);
  });
  menu.register(modelMenu(service));
  return menu;
}

/** Shows the text above the list. */
export async function showReceived(ctx: BotContext, service: TrainingService): Promise<undefined> {
  const count = (await service.sharing.received(ctx.person.actor)).length;
  return showText(ctx, ctx.t(count === 0 ? "received-none" : "received-title", { count }));
}

/** One of them. */
function modelMenu(service: TrainingService): Menu<BotContext> {
  return new Menu<BotContext>("gift", { ...ANSWERS_ITSELF, onMenuOutdated: false }).dynamic(
    async (ctx, range) => {
      const payload = tokenIn(ctx);
      if ((await receivedModel(ctx, service)) !== undefined) {
        const link = answered(async (tapped) => {
          const { actor } = tapped.person;
          await sendModel(tapped, service, await service.sharing.receivedModel(actor, tokenIn(tapped)));
          return undefined;
        });
        const leave = answered(async (tapped: InMenu) => {
          await service.sharing.leave(tapped.person.actor, tokenIn(tapped));
          tapped.menu.back();
          await showReceived(tapped, service);
          return tapped.t("received-left");
        });
        range.text({ text: plain(ctx.t("model-link")), payload }, link).row();
        const further = answered(async (tapped) => {
          await trainFurtherFromShared(tapped, service, tokenIn(tapped));
          return undefined;
        });
        range.text({ text: plain(ctx.t("training-further")), payload }, further).row();
        range.text({ text: plain(ctx.t("received-leave")), payload }, leave).row();
      }
      const back = answered((tapped) => showReceived(tapped, service));
      range.back({ text: plain(ctx.t("page-back")), payload }, back);
    },
  );
}

async function showModel(ctx: BotContext, service: TrainingService): Promise<undefined> {
  const model = await receivedModel(ctx, service);
  if (model === undefined) return showText(ctx, ctx.t("error-share-ended"));
  const recipe = recipeById(model.recipeId);
  const facts = { name: model.name, model: plain(ctx.t(`recipe-${recipe.id}`)), word: model.triggerWord };
  return showText(ctx, ctx.t("received-model", facts));
}

async function receivedModel(ctx: BotContext, service: TrainingService): Promise<TrainedModel | undefined> {
  try {
    return await service.sharing.receivedModel(ctx.person.actor, tokenIn(ctx));
  } catch (error) {
    if (isDomainError(error, "share-ended")) return undefined;
    throw error;
  }
}

function tokenIn(ctx: BotContext): string {
  return String(ctx.match ?? "");
}
