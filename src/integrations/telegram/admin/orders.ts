import type { Composer, CommandContext } from "grammy";
import type { AdminRequest } from "../../../core/administration/admin-log.js";
import { isDomainError } from "../../../core/errors.js";
import { userIdOf, type BotContext } from "../context.js";
import { say } from "../say.js";

/** Telegram says 52 bits at most. */
const PERSON = /^\d{1,16}$/;
const MAX_REASON = 500;

/** An order that an administrator typed in the private chat. */
export interface Order {
  readonly words: readonly string[];
  /** The same message is the same order, however often it comes. */
  readonly request: AdminRequest;
}

/** A command for administrators in their private chat; to anybody else it is one that does not exist. */
export function onOrder(
  composer: Composer<BotContext>,
  command: string,
  act: (ctx: BotContext, order: Order) => Promise<void>,
): void {
  composer
    .command(command)
    .filter((ctx) => ctx.person.actor.isAdmin && ctx.chat.type === "private")
    .use(async (ctx) => {
      try {
        await act(ctx, orderIn(ctx));
      } catch (error) {
        if (!isDomainError(error)) throw error;
        await say(ctx, ctx.t(`error-${error.code}`, error.params));
      }
    });
}

function orderIn(ctx: CommandContext<BotContext>): Order {
  const words = ctx.match.split(/\s+/).filter((word) => word !== "");
  const { message_id: id, date } = ctx.msg;
  return { words, request: { id: `${ctx.chat.id}/${id}/${date}`, at: date * 1000 } };
}

/** The user id of who is named by their Telegram id; undefined where it is no id. */
export function personNamed(word: string | undefined): string | undefined {
  return word !== undefined && PERSON.test(word) ? userIdOf(Number(word)) : undefined;
}

/** The words from one on, as they are kept. */
export function restOf(words: readonly string[], from: number): string | undefined {
  const rest = words.slice(from).join(" ").slice(0, MAX_REASON);
  return rest === "" ? undefined : rest;
}
