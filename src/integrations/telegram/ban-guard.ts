import type { MiddlewareFn } from "grammy";
import type { Banning } from "../../core/administration/banning.js";
import type { Clock } from "../../core/ports/clock.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import { TokenBuckets } from "../../core/training/token-buckets.js";
import { answerTap } from "./answer-tap.js";
import { userIdOf, type BotContext } from "./context.js";
import { plain, say } from "./say.js";
import type { Texts } from "./texts.js";

/** Who goes on writing is told again after a while, in case the first word was lost. */
const TOLD_EVERY_MS = 3600_000;

/**
 * Ends the updates of a person who is banned, before anything is read or written for them: they are told so. What
 * was paid is taken all the same.
 */
export function banGuard(deps: {
  banning: Banning;
  users: UserRepository;
  texts: Texts;
  clock: Clock;
}): MiddlewareFn<BotContext> {
  const words = new TokenBuckets<string>({ burst: 1, everyMs: TOLD_EVERY_MS });
  return async (ctx, next) => {
    const { from, message } = ctx;
    if (from === undefined || message?.successful_payment !== undefined) return next();
    if (message?.refunded_payment !== undefined) return next();
    const personId = userIdOf(from.id);
    if (!(await deps.banning.isBanned(personId))) return next();
    // This update may be one that was begun before the ban and cut off behind a Start.
    await deps.banning.stopAll(personId);
    const user = await deps.users.get(personId);
    const text = deps.texts.in(deps.texts.nearest(user?.locale ?? from.language_code))("banned");
    if (ctx.callbackQuery !== undefined) await answerTap(ctx, plain(text));
    // Nobody else is to read of it.
    else if (message?.chat.type === "private" && words.take(personId, deps.clock.now())) await say(ctx, text);
  };
}
