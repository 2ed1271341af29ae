import { Menu } from "@grammyjs/menu";
import { DomainError } from "../../../core/errors.js";
import type { TrainedModel } from "../../../core/training/model.js";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { plain } from "../say.js";
import { shareLink } from "../start-links.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { detailOf, showDetail } from "./detail.js";
import { payloadOf, placeOf } from "./place.js";
import { showText } from "./show-text.js";

type InMenu = BotContext & { menu: { back(): void } };

/** A model's share: its link, to give away, and its end. */
export function shareMenu(service: TrainingService): Menu<BotContext> {
  return new Menu<BotContext>("share", { ...ANSWERS_ITSELF, onMenuOutdated: false }).dynamic(
    async (ctx, range) => {
      const payload = payloadOf(placeOf(ctx));
      const model = (await detailOf(ctx, service))?.model;
      const token = model && (await tokenOf(ctx, service, model));
      if (model !== undefined && token !== undefined) {
        range.url(plain(ctx.t("share-send")), sendingLink(ctx, model, token)).row();
        const end = answered((tapped: InMenu) => endShare(tapped, service));
        range.text({ text: plain(ctx.t("share-end")), payload }, end).row();
      }
      const back = answered((tapped) => showDetail(tapped, service));
      range.back({ text: plain(ctx.t("page-back")), payload }, back);
    },
  );
}

/** Begins the share, where there is none yet, and shows its link. @throws DomainError `not-found`, `not-yours` */
export async function showShare(ctx: BotContext, service: TrainingService): Promise<undefined> {
  const model = await modelOf(ctx, service);
  const token = await service.sharing.share(ctx.person.actor, model.id);
  return showText(ctx, ctx.t("share-link", { name: model.name, link: shareLink(ctx, token) }));
}

async function endShare(ctx: InMenu, service: TrainingService): Promise<string> {
  const model = await modelOf(ctx, service);
  await service.sharing.end(ctx.person.actor, model.id);
  ctx.menu.back();
  await showDetail(ctx, service);
  return ctx.t("share-over");
}

async function modelOf(ctx: BotContext, service: TrainingService): Promise<TrainedModel> {
  const { model } = await service.library.detail(ctx.person.actor, placeOf(ctx).trainingId);
  if (model === undefined) throw new DomainError("not-found");
  return model;
}

/** An administrator may look at the page of another's training, and sees no link. */
async function tokenOf(
  ctx: BotContext,
  service: TrainingService,
  model: TrainedModel,
): Promise<string | undefined> {
  return model.ownerId === ctx.person.actor.userId
    ? service.sharing.tokenOf(ctx.person.actor, model.id)
    : undefined;
}

/** Telegram's own page for passing a link on. */
function sendingLink(ctx: BotContext, model: TrainedModel, token: string): string {
  const text = plain(ctx.t("share-invitation", { name: model.name }));
  return `https://t.me/share/url?${new URLSearchParams({ url: shareLink(ctx, token), text }).toString()}`;
}
