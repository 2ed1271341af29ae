import { Menu } from "@grammyjs/menu";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { nameOf } from "../entering.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showDetail } from "./detail.js";
import { payloadOf, placeOf } from "./place.js";
import { showText } from "./show-text.js";

type MenuContext = BotContext & { menu: { back(): void; close(): void } };

/** The question before a training is stopped or deleted; what is asked is in the buttons' payload. */
export function sureMenu(service: TrainingService): Menu<BotContext> {
  return new Menu<BotContext>("sure", { ...ANSWERS_ITSELF, onMenuOutdated: false }).dynamic((ctx, range) => {
    const place = placeOf(ctx);
    const payload = payloadOf(place);
    const stops = place.act === "stop";
    const act = stops ? stop : remove;
    range.text(
      { text: plain(ctx.t(stops ? "stop-yes" : "delete-yes")), payload },
      answered((tapped: MenuContext) => act(tapped, service)),
    );
    range.back(
      { text: plain(ctx.t(stops ? "stop-no" : "delete-no")), payload },
      answered((tapped) => showDetail(tapped, service)),
    );
  });
}

async function stop(ctx: MenuContext, service: TrainingService): Promise<undefined> {
  await service.library.cancel(ctx.person.actor, placeOf(ctx).trainingId);
  ctx.menu.back();
  return showDetail(ctx, service);
}

async function remove(ctx: MenuContext, service: TrainingService): Promise<undefined> {
  const { actor } = ctx.person;
  const { trainingId } = placeOf(ctx);
  const { training } = await service.library.detail(actor, trainingId);
  await service.library.delete(actor, trainingId);
  ctx.menu.close();
  return showText(ctx, ctx.t("training-deleted", { name: nameOf(ctx, training.name) }));
}
