import { Menu } from "@grammyjs/menu";
import type { TrainingService } from "../../../core/training/service.js";
import { isTerminal } from "../../../core/training/state.js";
import type { BotContext } from "../context.js";
import { nameOf } from "../entering.js";
import type { ProgressCards } from "../progress-card.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { detailOf, showDetail } from "./detail.js";
import { payloadOf, placeOf } from "./place.js";
import { showText } from "./show-text.js";

interface SureDependencies {
  readonly service: TrainingService;
  readonly cards: ProgressCards;
}

/** What is asked about a stop, with the step of the checkpoint that it may wait for, if there is one. */
const STOPS = /^(stop)(?:-(\d+))?$/;

type MenuContext = BotContext & { menu: { back(): void; close(): void } };

/** The question before a training is stopped or deleted; what is asked is in the buttons' payload. */
export function sureMenu(deps: SureDependencies): Menu<BotContext> {
  const { service } = deps;
  return new Menu<BotContext>("sure", { ...ANSWERS_ITSELF, onMenuOutdated: false }).dynamic((ctx, range) => {
    const place = placeOf(ctx);
    const payload = payloadOf(place);
    const [, stops, step] = STOPS.exec(place.act) ?? [];
    const act = stops === undefined ? remove : stop;
    range.text(
      { text: plain(ctx.t(stops === undefined ? "delete-yes" : "stop-yes")), payload },
      answered((tapped: MenuContext) => act(tapped, service)),
    );
    if (step !== undefined) {
      const later = answered((tapped: MenuContext) => stopLater(tapped, deps));
      range
        .row()
        .text({ text: plain(ctx.t("stop-checkpoint", { step: Number(step) })), payload }, later)
        .row();
    }
    range.back(
      { text: plain(ctx.t(stops === undefined ? "delete-no" : "stop-no")), payload },
      answered((tapped) => (stops === undefined ? showDetail(tapped, service) : goOn(tapped, deps))),
    );
  });
}

async function stop(ctx: MenuContext, service: TrainingService): Promise<undefined> {
  await service.library.cancel(ctx.person.actor, placeOf(ctx).trainingId);
  ctx.menu.back();
  return showDetail(ctx, service);
}

async function stopLater(ctx: MenuContext, { service, cards }: SureDependencies): Promise<string> {
  const training = await service.control.stopAtCheckpoint(ctx.person.actor, placeOf(ctx).trainingId);
  await cards.refresh(training);
  ctx.menu.back();
  await showDetail(ctx, service);
  return ctx.t("stop-later", { step: training.stopAt ?? 0 });
}

/** Takes back a stop that has not come yet; one that has ended meanwhile is shown as it is. */
async function goOn(ctx: BotContext, { service, cards }: SureDependencies): Promise<string | undefined> {
  const before = (await detailOf(ctx, service))?.training;
  if (before?.stopAt === undefined || isTerminal(before.status)) return showDetail(ctx, service);
  await cards.refresh(await service.control.goOn(ctx.person.actor, before.id));
  await showDetail(ctx, service);
  return ctx.t("stop-never");
}

async function remove(ctx: MenuContext, service: TrainingService): Promise<undefined> {
  const { actor } = ctx.person;
  const { trainingId } = placeOf(ctx);
  const { training } = await service.library.detail(actor, trainingId);
  await service.library.delete(actor, trainingId);
  ctx.menu.close();
  return showText(ctx, ctx.t("training-deleted", { name: nameOf(ctx, training.name) }));
}
