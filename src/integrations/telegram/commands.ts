import { Composer } from "grammy";
import type { TrainingService } from "../../core/training/service.js";
import { draftButtons } from "./buttons.js";
import type { BotContext } from "./context.js";
import { TRAINING_CONVERSATION } from "./conversations/training.js";
import { nameOf, train } from "./entering.js";
import type { Menus } from "./menus/index.js";
import { say } from "./say.js";

/** Commands in the order in which Telegram lists them; each has a text `command-<name>`. */
export const COMMANDS = ["train", "trainings", "cancel", "language", "help", "forget"] as const;

/** What a person can type, at any time, also in the middle of a conversation. */
export function commands(service: TrainingService, menus: Menus): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.command("start", async (ctx) => menus.sendMain(ctx));
  composer.command("train", async (ctx) => train(ctx, service));
  composer.command("trainings", async (ctx) => menus.sendTrainings(ctx));
  composer.command("cancel", async (ctx) => cancel(ctx, service));
  composer.command("language", async (ctx) => menus.sendLanguages(ctx));
  composer.command("help", async (ctx) => {
    await say(ctx, ctx.t("help"));
  });
  composer.command("forget", async (ctx) => menus.sendForget(ctx));
  return composer;
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
