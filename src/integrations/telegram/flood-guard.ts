import type { MiddlewareFn } from "grammy";
import type { Message } from "grammy/types";
import type { Clock } from "../../core/ports/clock.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import { datasetBounds } from "../../core/training/dataset-bounds.js";
import type { TrainingService } from "../../core/training/service.js";
import { answerTap } from "./answer-tap.js";
import { channelOf, userIdOf, type BotContext } from "./context.js";
import { FloodLimit, type FloodVerdict } from "./flood-limit.js";
import { isRepeat } from "./repeats.js";
import { say } from "./say.js";
import type { Texts } from "./texts.js";

/** As much at once as half a minute brings: the rest of who exceeds it is then half a minute, too. */
const BURST_MINUTES = 0.5;
/** Of photos and files, a full set of the largest recipe and the same again; then as many a minute as of anything. */
const SETS_AT_ONCE = 2;

interface FloodGuardDependencies {
  readonly service: TrainingService;
  readonly users: UserRepository;
  readonly texts: Texts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Messages, taps and commands that one person may send for ever. */
  readonly updatesPerMinute: number;
}

/**
 * Ends the updates of a person who floods, before anything is read or written for them: they are told once, and what
 * follows is left aside until they have rested. Administrators are persons, too.
 */
export function floodGuard(deps: FloodGuardDependencies): MiddlewareFn<BotContext> {
  const perMinute = deps.updatesPerMinute;
  const acts = new FloodLimit({ perMinute, burst: Math.ceil(perMinute * BURST_MINUTES) });
  const pictures = new FloodLimit({ perMinute, burst: SETS_AT_ONCE * datasetBounds({}).max });
  return async (ctx, next) => {
    const { from, message } = ctx;
    // What was paid is never left aside.
    if (from === undefined || from.is_bot || message?.successful_payment !== undefined) return next();
    const material = bringsMaterial(message);
    const limit = material ? pictures : acts;
    const verdict = judge(limit, ctx, deps.clock);
    if (verdict === "take" || (material && (await isWanted(ctx, deps.service)))) return next();
    if (verdict === "leave") return;
    await tell(ctx, deps, limit.until(from.id) ?? 0);
    limit.told(from.id);
  };
}

/** Telegram says when a message was sent; a tap is as old as it looks. */
function judge(limit: FloodLimit, ctx: BotContext, clock: Clock): FloodVerdict {
  const { update, message } = ctx;
  const at = message === undefined ? clock.now() : message.date * 1000;
  return limit.judge(ctx.from?.id ?? 0, { id: update.update_id, repeat: isRepeat(update) }, at);
}

/** What a dataset is made of; everything else is an act. */
function bringsMaterial(message: Message | undefined): boolean {
  if (message === undefined) return false;
  const { photo, document, video, animation, video_note: note } = message;
  return [photo, document, video, animation, note].some((part) => part !== undefined);
}

/** Whether a draft of this person collects here and has room: what is sent for it is never lost. */
async function isWanted({ from, chat }: BotContext, { drafts }: TrainingService): Promise<boolean> {
  if (from === undefined || chat === undefined) return false;
  const actor = { userId: userIdOf(from.id), isAdmin: false };
  for (const { id } of await drafts.open(actor, channelOf(chat.id))) {
    const { training, images, step } = await drafts.view(actor, id);
    if (step === "collecting" && images.length < datasetBounds(training).max) return true;
  }
  return false;
}

async function tell(
  ctx: BotContext,
  { users, texts, clock, logger }: FloodGuardDependencies,
  until: number,
): Promise<void> {
  const person = ctx.from?.id ?? 0;
  const seconds = Math.max(1, Math.ceil((until - clock.now()) / 1000));
  logger.warn("a person floods and is left aside for a while", { person, seconds });
  const user = await users.get(userIdOf(person));
  const t = texts.in(texts.nearest(user?.locale ?? ctx.from?.language_code));
  if (ctx.callbackQuery !== undefined) await answerTap(ctx);
  const replyTo = ctx.message?.message_id;
  await say(ctx, t("slow-down", { seconds }), [], replyTo === undefined ? {} : { replyTo });
}
