import { Menu, type MenuRange } from "@grammyjs/menu";
import { versionsOf } from "../../../core/models/versions.js";
import type { TrainingDetail } from "../../../core/training/library.js";
import type { TrainedModel } from "../../../core/training/model.js";
import type { TrainingService } from "../../../core/training/service.js";
import { isActive } from "../../../core/training/state.js";
import type { BotContext } from "../context.js";
import type { DatasetSending } from "../dataset-sending.js";
import { resume, trainFurther } from "../entering.js";
import type { ProgressCards } from "../progress-card.js";
import type { Renaming } from "../renaming.js";
import { resumeOffers } from "../resume-button.js";
import { checkpointOffered, stopQuestion } from "../running-buttons.js";
import { plain } from "../say.js";
import { sendModel } from "../share-offer.js";
import { showSteps } from "../steps-page.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { detailOf, showDetail } from "./detail.js";
import { payloadOf, placeOf } from "./place.js";
import { showPhotosShare, showShare } from "./share.js";
import { showText } from "./show-text.js";
import { trainingsText } from "./trainings-text.js";

export interface PageDependencies {
  readonly service: TrainingService;
  readonly cards: ProgressCards;
  readonly renaming: Renaming;
  readonly datasets: DatasetSending;
}

type InMenu = BotContext & { menu: { update(): void } };

/** One training, with what can be done to it in its present state. */
export function trainingMenu(deps: PageDependencies): Menu<BotContext> {
  const { service } = deps;
  const options = {
    ...ANSWERS_ITSELF,
    // It has gone on since the page was drawn: the page shows how it stands now.
    onMenuOutdated: answered(async (ctx: InMenu) => {
      ctx.menu.update();
      await showDetail(ctx, service);
      return ctx.t("menu-outdated");
    }),
  };
  return new Menu<BotContext>("one", options).dynamic(async (ctx, range) => {
    const detail = await detailOf(ctx, service);
    if (detail !== undefined) actions(ctx, range, deps, detail);
    // A payload tells the plugin how the menu was drawn that holds the button, so it names the training here too.
    const payload = payloadOf(placeOf(ctx));
    const back = answered(async (tapped) => showText(tapped, await trainingsText(tapped, service)));
    range.submenu({ text: plain(ctx.t("page-back")), payload }, "list", back);
  });
}

function actions(
  ctx: BotContext,
  range: MenuRange<BotContext>,
  { service, cards, renaming, datasets }: PageDependencies,
  { training, model, images }: TrainingDetail,
): void {
  const { filter, page } = placeOf(ctx);
  const payload = payloadOf({ filter, page, trainingId: training.id });
  const button: AddButton = (key, act) => {
    range
      .text(
        { text: plain(ctx.t(key)), payload },
        answered(async (tapped: InMenu) => {
          await act(tapped);
          return undefined;
        }),
      )
      .row();
  };
  const ask = (key: string, act: string, question: string): void => {
    const asked = payloadOf({ filter, page, trainingId: training.id, act });
    const text = plain(ctx.t(key));
    const show = answered((tapped: InMenu) => {
      // The button was drawn a while ago: the question is about how the training stands now.
      tapped.match = asked;
      return showText(tapped, question);
    });
    range.submenu({ text, payload: asked }, "sure", show).row();
  };
  if (training.status === "DRAFT") button("train-go-on", (tapped) => resume(tapped, service, training.id));
  if (training.status === "QUEUED" || isActive(training.status)) {
    const step = checkpointOffered(training);
    ask("card-stop", step === undefined ? "stop" : `stop-${step}`, stopQuestion(training, ctx.t));
    return;
  }
  for (const { key, from } of resumeOffers(training)) {
    button(key, async (tapped) => {
      await cards.reopen(await service.resumption.resume(tapped.person.actor, training.id, from));
      tapped.menu.update();
      await showDetail(tapped, service);
    });
  }
  if (model !== undefined) modelActions(ctx, range, { service, model, images, payload, button });
  if (images > 0) button("training-export", (tapped) => datasets.send(tapped, training.id));
  if (images > 0 && training.ownerId === ctx.person.actor.userId) {
    const share = answered((tapped: InMenu) => showPhotosShare(tapped, service));
    range.submenu({ text: plain(ctx.t("photos-share")), payload }, "photos", share).row();
  }
  button("training-rename", (tapped) => renaming.ask(tapped, training));
  ask(
    "training-delete",
    "delete",
    ctx.t(training.status === "DRAFT" ? "draft-delete-sure" : "training-delete-sure"),
  );
}

type AddButton = (key: string, act: (tapped: InMenu) => Promise<void>) => void;

interface ModelParts {
  readonly service: TrainingService;
  readonly model: TrainedModel;
  readonly images: number;
  readonly payload: string;
  readonly button: AddButton;
}

/** What can be done with a finished model. */
function modelActions(
  ctx: BotContext,
  range: MenuRange<BotContext>,
  { service, model, images, payload, button }: ModelParts,
): void {
  button("model-link", (tapped) => sendModel(tapped, service, model));
  if (versionsOf(model).length > 1)
    button("model-steps", (tapped) => showSteps(tapped, service, model.trainingId));
  if (model.ownerId !== ctx.person.actor.userId) return;
  const share = answered((tapped: InMenu) => showShare(tapped, service));
  range.submenu({ text: plain(ctx.t("model-share")), payload }, "share", share).row();
  if (images > 0) button("training-further", (tapped) => trainFurther(tapped, service, model.id));
}
