import type { MiddlewareFn } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import { channelOf, userIdOf, type BotContext } from "./context.js";
import type { Texts } from "./texts.js";

/**
 * Finds out who is there and in which language to talk. Updates of nobody (channel posts, bots) end here.
 */
export function rememberPerson(deps: {
  users: UserRepository;
  texts: Texts;
  clock: Clock;
  adminIds: readonly number[];
}): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (ctx.from === undefined || ctx.from.is_bot || ctx.chat === undefined) return;
    const user = await deps.users.remember({
      id: userIdOf(ctx.from.id),
      name: [ctx.from.first_name, ctx.from.last_name].filter(Boolean).join(" "),
      locale: deps.texts.nearest(ctx.from.language_code),
      createdAt: deps.clock.now(),
    });
    const locale = deps.texts.nearest(user.locale);
    ctx.person = {
      actor: { userId: user.id, isAdmin: deps.adminIds.includes(ctx.from.id) },
      channel: channelOf(ctx.chat.id),
      locale,
    };
    ctx.t = deps.texts.in(locale);
    await next();
  };
}
