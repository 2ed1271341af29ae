import { Menu, type MenuRange } from "@grammyjs/menu";
import { isDomainError } from "../../../core/errors.js";
import type { TrainingDetail } from "../../../core/training/library.js";
import type { Training } from "../../../core/training/model.js";
import type { TrainingService } from "../../../core/training/service.js";
import { isActive } from "../../../core/training/state.js";
import { resume } from "../entering.js";
import type { BotContext } from "../context.js";
import { modelMessage } from "../model-message.js";
import { plain, say } from "../say.js";
import { trainingText } from "../training-text.js";
import { showText } from "./show-text.js";

const PAGE = 6;

/*
 * A button's payload is "<page of the list>:<training>": both menus are drawn anew from it at every tap, so
 * that a message of last month still works.
 */
interface Place {
  readonly page: number;
  readonly trainingId: string;
}

function placeOf(ctx: BotContext): Place {
  const [page = "0", trainingId = ""] = String(ctx.match ?? "").split(":");
  return { page: Number.parseInt(page, 10) || 0, trainingId };
}

export async function trainingsText(ctx: BotContext, service: TrainingService): Promise<string> {
  const count = await service.library.count(ctx.person.actor);
  return count === 0 ? ctx.t("trainings-none") : ctx.t("trainings-title", { count });
}

/** The person's trainings, newest first, by pages. */
export function trainingsMenu(service: TrainingService): Menu<BotContext> {
  return new Menu<BotContext>("list").dynamic(async (ctx, range) => {
    const { page } = placeOf(ctx);
    const { actor } = ctx.person;
    const trainings = await service.library.list(actor, { limit: PAGE, offset: page * PAGE });
    for (const training of trainings) {
      range
        .submenu({ text: label(ctx, training), payload: `${page}:${training.id}` }, "one", async (tapped) =>
          showDetail(tapped, service),
        )
        .row();
    }
    const more = (await service.library.count(actor)) > (page + 1) * PAGE;
    const turn = (text: string, to: number): void => {
      range.text({ text, payload: `${to}:` }, async (tapped) => {
        await tapped.answerCallbackQuery();
        tapped.menu.update();
      });
    };
    if (page > 0) turn(plain(ctx.t("page-newer")), page - 1);
    if (more) turn(plain(ctx.t("page-older")), page + 1);
  });
}

/** One training, with what can be done to it in its present state. */
export function trainingMenu(service: TrainingService): Menu<BotContext> {
  return new Menu<BotContext>("one").dynamic(async (ctx, range) => {
    const place = placeOf(ctx);
    const detail = await detailOf(ctx, service);
    if (detail !== undefined) actions(ctx, range, service, detail, place);
    range.submenu({ text: plain(ctx.t("page-back")), payload: `${place.page}:` }, "list", async (tapped) =>
      showText(tapped, await trainingsText(tapped, service)),
    );
  });
}

function actions(
  ctx: BotContext,
  range: MenuRange<BotContext>,
  service: TrainingService,
  { training, model }: TrainingDetail,
  place: Place,
): void {
  const { actor } = ctx.person;
  const button = (key: string, act: (tapped: BotContext) => Promise<void>): void => {
    range
      .text({ text: plain(ctx.t(key)), payload: `${place.page}:${training.id}` }, async (tapped) => {
        await tapped.answerCallbackQuery();
        await act(tapped);
      })
      .row();
  };
  if (training.status === "DRAFT") button("train-go-on", (tapped) => resume(tapped, training.id));
  if (training.status === "QUEUED" || isActive(training.status)) {
    button("card-stop", async (tapped) => {
      await service.library.cancel(actor, training.id);
      await showDetail(tapped, service);
    });
    return;
  }
  if (model !== undefined) {
    button("model-link", async (tapped) => {
      const { html, rows } = modelMessage(model, await service.models.links(model), tapped.t, "model-title");
      await say(tapped, html, rows);
    });
  }
  button("training-delete", async (tapped) => {
    await service.library.delete(actor, training.id);
    await showText(tapped, tapped.t("training-deleted", { name: training.name ?? plain(tapped.t("unnamed")) }));
  });
}

async function showDetail(ctx: BotContext, service: TrainingService): Promise<void> {
  const detail = await detailOf(ctx, service);
  await showText(ctx, detail === undefined ? ctx.t("error-not-found") : trainingText(detail, ctx.t, ctx.person.locale));
}

async function detailOf(ctx: BotContext, service: TrainingService): Promise<TrainingDetail | undefined> {
  try {
    return await service.library.detail(ctx.person.actor, placeOf(ctx).trainingId);
  } catch (error) {
    if (isDomainError(error, "not-found", "not-yours")) return undefined;
    throw error;
  }
}

function label(ctx: BotContext, training: Training): string {
  const name = training.name ?? plain(ctx.t("unnamed"));
  return `${plain(ctx.t(`status-icon-${training.status.toLowerCase()}`))} ${name}`;
}
