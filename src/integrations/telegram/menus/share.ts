import { Menu } from "@grammyjs/menu";
import { DomainError } from "../../../core/errors.js";
import type { TrainingDetail } from "../../../core/training/library.js";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { nameOf } from "../entering.js";
import { plain } from "../say.js";
import { photosLink, shareLink } from "../start-links.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { detailOf, showDetail } from "./detail.js";
import { payloadOf, placeOf } from "./place.js";
import { showText } from "./show-text.js";

type InMenu = BotContext & { menu: { back(): void } };

const OPTIONS = { ...ANSWERS_ITSELF, onMenuOutdated: false } as const;

/** What of a training is shared. */
interface Kind {
  readonly texts: { readonly link: string; readonly over: string; readonly invitation: string };
  readonly link: (ctx: BotContext, token: string) => string;
  /** The id of what is shared; undefined where there is nothing to share. */
  readonly idIn: (detail: TrainingDetail) => string | undefined;
  readonly shares: (service: TrainingService) => Shares;
}

type Shares = Pick<TrainingService["sharing"], "share" | "tokenOf" | "end">;

const MODEL: Kind = {
  texts: { link: "share-link", over: "share-over", invitation: "share-invitation" },
  link: shareLink,
  idIn: ({ model }) => model?.id,
  shares: ({ sharing }) => sharing,
};

const PHOTOS: Kind = {
  texts: { link: "photos-link", over: "photos-over", invitation: "photos-invitation" },
  link: photosLink,
  idIn: ({ training, images }) => (images > 0 ? training.id : undefined),
  shares: ({ datasetSharing }) => datasetSharing,
};

/** A model's share, and that of a training's photos: its link, to give away, and its end. */
export function shareMenus(service: TrainingService): Menu<BotContext>[] {
  return [
    filled(new Menu<BotContext>("share", OPTIONS), service, MODEL),
    filled(new Menu<BotContext>("photos", OPTIONS), service, PHOTOS),
  ];
}

/** Begins the model's share, where there is none yet, and shows its link. @throws DomainError `not-found`, `not-yours` */
export function showShare(ctx: BotContext, service: TrainingService): Promise<undefined> {
  return showLink(ctx, service, MODEL);
}

/** As {@link showShare}, of the photos. */
export function showPhotosShare(ctx: BotContext, service: TrainingService): Promise<undefined> {
  return showLink(ctx, service, PHOTOS);
}

function filled(menu: Menu<BotContext>, service: TrainingService, kind: Kind): Menu<BotContext> {
  return menu.dynamic(async (ctx, range) => {
    const payload = payloadOf(placeOf(ctx));
    const detail = await detailOf(ctx, service);
    const token = detail && (await tokenOf(ctx, service, kind, detail));
    if (detail !== undefined && token !== undefined) {
      range.url(plain(ctx.t("share-send")), sendingLink(ctx, kind, detail, token)).row();
      const end = answered((tapped: InMenu) => endShare(tapped, service, kind));
      range.text({ text: plain(ctx.t("share-end")), payload }, end).row();
    }
    const back = answered((tapped) => showDetail(tapped, service));
    range.back({ text: plain(ctx.t("page-back")), payload }, back);
  });
}

async function showLink(ctx: BotContext, service: TrainingService, kind: Kind): Promise<undefined> {
  const detail = await service.library.detail(ctx.person.actor, placeOf(ctx).trainingId);
  const token = await kind.shares(service).share(ctx.person.actor, thingIn(detail, kind));
  const link = kind.link(ctx, token);
  return showText(ctx, ctx.t(kind.texts.link, { name: nameOf(ctx, detail.training.name), link }));
}

async function endShare(ctx: InMenu, service: TrainingService, kind: Kind): Promise<string> {
  const detail = await service.library.detail(ctx.person.actor, placeOf(ctx).trainingId);
  await kind.shares(service).end(ctx.person.actor, thingIn(detail, kind));
  ctx.menu.back();
  await showDetail(ctx, service);
  return ctx.t(kind.texts.over);
}

/** @throws DomainError `not-found` where there is nothing to share */
function thingIn(detail: TrainingDetail, kind: Kind): string {
  const id = kind.idIn(detail);
  if (id === undefined) throw new DomainError("not-found");
  return id;
}

/** An administrator may look at the page of another's training, and sees no link. */
async function tokenOf(
  ctx: BotContext,
  service: TrainingService,
  kind: Kind,
  detail: TrainingDetail,
): Promise<string | undefined> {
  const id = kind.idIn(detail);
  const { actor } = ctx.person;
  return id !== undefined && detail.training.ownerId === actor.userId
    ? kind.shares(service).tokenOf(actor, id)
    : undefined;
}

/** Telegram's own page for passing a link on. */
function sendingLink(ctx: BotContext, kind: Kind, { training }: TrainingDetail, token: string): string {
  const text = plain(ctx.t(kind.texts.invitation, { name: nameOf(ctx, training.name) }));
  return `https://t.me/share/url?${new URLSearchParams({ url: kind.link(ctx, token), text }).toString()}`;
}
