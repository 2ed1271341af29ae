import { Composer } from "grammy";
import type { GiftCodes } from "../../core/points/gift-codes.js";
import type { TrainingService } from "../../core/training/service.js";
import { draftButtons } from "./buttons.js";
import type { BotContext } from "./context.js";
import { TRAINING_CONVERSATION } from "./conversations/training.js";
import { nameOf, train } from "./entering.js";
import { isHelpTopic } from "./help-topics.js";
import type { Menus } from "./menus/index.js";
import { offerPhotos } from "./photos-offer.js";
import { redeem } from "./points/redeeming.js";
import { privately } from "./privately.js";
import { say } from "./say.js";
import { offerShared } from "./share-offer.js";
import { readStartLink } from "./start-links.js";

/** Commands in the order in which Telegram lists them; each has a text `command-<name>`. */
export const COMMANDS = ["train", "trainings", "cancel", "language", "help", "forget"] as const;
export { POINT_COMMANDS } from "./points/point-commands.js";
/** Those that make sense among others; the rest leads to the private chat. */
export const GROUP_COMMANDS = [
  "train",
  "cancel",
  "help",
] as const satisfies readonly (typeof COMMANDS)[number][];

/** What a person can type, at any time, also in the middle of a conversation. */
export function commands(
  service: TrainingService,
  menus: Menus,
  codes: GiftCodes | undefined,
): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.command("start", async (ctx) => start(ctx, { service, menus, codes }));
  composer.command("train", async (ctx) => train(ctx, service));
  composer.command("trainings", async (ctx) => privately(ctx, "trainings", menus.sendTrainings));
  composer.command("cancel", async (ctx) => cancel(ctx, service));
  composer.command("language", async (ctx) => privately(ctx, "language", menus.sendLanguages));
  composer.command("help", async (ctx) => {
    const topic = ctx.match.trim().toLowerCase();
    await menus.sendHelp(ctx, isHelpTopic(topic) ? topic : undefined);
  });
  composer.command("forget", async (ctx) => privately(ctx, "forget", menus.sendForget));
  return composer;
}

/** Opened by its Start button, or by a link to it. */
async function start(
  ctx: BotContext,
  deps: { service: TrainingService; menus: Menus; codes: GiftCodes | undefined },
): Promise<void> {
  const { service, menus, codes } = deps;
  const payload = String(ctx.match ?? "");
  const link = readStartLink(payload);
  if (link.kind === "help") return menus.sendHelp(ctx, link.topic);
  return privately(ctx, payload, async () => {
    switch (link.kind) {
      case "share":
        return offerShared(ctx, service, link.token);
      case "photos":
        return offerPhotos(ctx, service, link.token);
      case "gift":
        return codes === undefined ? menus.sendMain(ctx) : redeem(ctx, codes, link.code);
      case "train":
        return train(ctx, service);
      case "trainings":
        return menus.sendTrainings(ctx);
      case "language":
        return menus.sendLanguages(ctx);
      case "forget":
        return menus.sendForget(ctx);
      case "menu":
        return menus.sendMain(ctx);
    }
  });
}

async function cancel(ctx: BotContext, service: TrainingService): Promise<void> {
  const active = ctx.conversation.active(TRAINING_CONVERSATION) > 0;
  await ctx.conversation.exitAll();
  const [draft] = await service.drafts.open(ctx.person.actor, ctx.person.channel);
  if (draft === undefined) {
    await say(ctx, ctx.t("cancel-nothing"));
    return;
  }
  const key = active ? "cancel-left" : "cancel-open";
  await say(ctx, ctx.t(key, { name: nameOf(ctx, draft.name) }), draftButtons(ctx, draft.id, false));
}
