import { Menu, type MenuControlPanel, type MenuRange } from "@grammyjs/menu";
import type { Training } from "../../../core/training/model.js";
import type { TrainingService } from "../../../core/training/service.js";
import type { BotContext } from "../context.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showDetail } from "./detail.js";
import { filterCounts, statusesOf } from "./filters.js";
import { payloadOf, placeOf, type Place } from "./place.js";
import { showReceived } from "./received.js";
import { showText } from "./show-text.js";
import { trainingsText } from "./trainings-text.js";

const PAGE = 6;

type Range = MenuRange<BotContext>;

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
    await addFilters(ctx, range, service);
    await addTrainings(ctx, range, service);
    await addReceived(ctx, range, service);
  });
}

/** What the list can be narrowed to, two in a row; the one that is shown is marked. */
async function addFilters(ctx: BotContext, range: Range, service: TrainingService): Promise<void> {
  const place = placeOf(ctx);
  for (const [index, { filter, count }] of (await filterCounts(ctx, service)).entries()) {
    const label = plain(ctx.t(`filter-${filter}`, { count }));
    const text = filter === place.filter ? `· ${label} ·` : label;
    range.text({ text, payload: payloadOf(ofList(place)) }, go({ filter, page: 0 }));
    if (index % 2 === 1) range.row();
  }
  range.row();
}

async function addTrainings(ctx: BotContext, range: Range, service: TrainingService): Promise<void> {
  const place = placeOf(ctx);
  const { filter, page } = place;
  const { actor } = ctx.person;
  const wanted = { ...statusesOf(filter), limit: PAGE, offset: page * PAGE };
  for (const training of await service.library.list(actor, wanted)) {
    const payload = payloadOf({ filter, page, trainingId: training.id });
    const show = answered((tapped) => showDetail(tapped, service));
    range.submenu({ text: label(ctx, training), payload }, "one", show).row();
  }
  const more = (await service.library.count(actor, statusesOf(filter))) > (page + 1) * PAGE;
  const turn = (key: string, to: number): void => {
    range.text({ text: plain(ctx.t(key)), payload: payloadOf(ofList(place)) }, go({ filter, page: to }));
  };
  if (page > 0) turn("page-newer", page - 1);
  if (more) turn("page-older", page + 1);
}

async function addReceived(ctx: BotContext, range: Range, service: TrainingService): Promise<void> {
  const count = (await service.sharing.received(ctx.person.actor)).length;
  if (count === 0) return;
  const show = answered((tapped) => showReceived(tapped, service));
  const text = plain(ctx.t("received-list", { count }));
  range.row().submenu({ text, payload: payloadOf(ofList(placeOf(ctx))) }, "got", show);
}

/** Shows another part of the list. A button's payload tells the plugin how the menu was drawn that holds it: where it leads comes after. */
function go(to: Partial<Place>) {
  return answered(async (tapped: BotContext & { menu: MenuControlPanel }) => {
    tapped.match = payloadOf(to);
    await tapped.menu.update({ immediate: true });
    return undefined;
  });
}

/** The place without a training. */
function ofList({ filter, page }: Place): Partial<Place> {
  return { filter, page };
}

function label(ctx: BotContext, training: Training): string {
  const name = training.name ?? plain(ctx.t("unnamed"));
  return `${plain(ctx.t(`status-icon-${training.status.toLowerCase()}`))} ${name}`;
}
