import { Menu, type MenuRange } from "@grammyjs/menu";
import { isDomainError } from "../../../core/errors.js";
import type { TrainingDetail } from "../../../core/training/library.js";
import type { TrainingService } from "../../../core/training/service.js";
import { isActive } from "../../../core/training/state.js";
import type { BotContext } from "../context.js";
import { resume } from "../entering.js";
import { modelMessage } from "../model-message.js";
import type { ProgressCards } from "../progress-card.js";
import { resumeKey } from "../resume-button.js";
import { plain, say } from "../say.js";
import { trainingText } from "../training-text.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { payloadOf, placeOf } from "./place.js";
import { showText } from "./show-text.js";
import { trainingsText } from "./trainings-text.js";

type InMenu = BotContext & { menu: { update(): void } };

/** One training, with what can be done to it in its present state. */
export function trainingMenu(service: TrainingService, cards: ProgressCards): Menu<BotContext> {
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
    if (detail !== undefined) actions(ctx, range, { service, cards }, detail);
    // A payload tells the plugin how the menu was drawn that holds the button, so it names the training here too.
    const payload = payloadOf(placeOf(ctx));
    const back = answered(async (tapped) => showText(tapped, await trainingsText(tapped, service)));
    range.submenu({ text: plain(ctx.t("page-back")), payload }, "list", back);
  });
}

function actions(
  ctx: BotContext,
  range: MenuRange<BotContext>,
  { service, cards }: { service: TrainingService; cards: ProgressCards },
  { training, model }: TrainingDetail,
): void {
  const { page } = placeOf(ctx);
  const payload = payloadOf({ page, trainingId: training.id });
  const button = (key: string, act: (tapped: InMenu) => Promise<void>): void => {
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
    const asked = payloadOf({ page, trainingId: training.id, act });
    const text = plain(ctx.t(key));
    const show = answered((tapped) => showText(tapped, tapped.t(question)));
    range.submenu({ text, payload: asked }, "sure", show).row();
  };
  if (training.status === "DRAFT") button("train-go-on", (tapped) => resume(tapped, service, training.id));
  if (training.status === "QUEUED" || isActive(training.status)) {
    ask("card-stop", "stop", "stop-sure");
    return;
  }
  const resumable = resumeKey(training);
  if (resumable !== undefined) {
    button(resumable, async (tapped) => {
      await cards.reopen(await service.resumption.resume(tapped.person.actor, training.id));
      tapped.menu.update();
      await showDetail(tapped, service);
    });
  }
  if (model !== undefined) {
    button("model-link", async (tapped) => {
      const { html, rows } = modelMessage(model, await service.models.links(model), tapped.t, "model-title");
      await say(tapped, html, rows);
    });
  }
  ask(
    "training-delete",
    "delete",
    training.status === "DRAFT" ? "draft-delete-sure" : "training-delete-sure",
  );
}

/** Shows the page's text; the plugin brings the buttons. */
export async function showDetail(ctx: BotContext, service: TrainingService): Promise<undefined> {
  const detail = await detailOf(ctx, service);
  return showText(
    ctx,
    detail === undefined ? ctx.t("error-not-found") : trainingText(detail, ctx.t, ctx.person.locale),
  );
}

async function detailOf(ctx: BotContext, service: TrainingService): Promise<TrainingDetail | undefined> {
  try {
    return await service.library.detail(ctx.person.actor, placeOf(ctx).trainingId);
  } catch (error) {
    if (isDomainError(error, "not-found", "not-yours")) return undefined;
    throw error;
  }
}
