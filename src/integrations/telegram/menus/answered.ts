import type { BotContext } from "../context.js";
import { answerTap } from "../answer-tap.js";
import { plain } from "../say.js";

/** For menus: their own answering to each tap is off, since it leaves nothing to say when the act is refused. */
export const ANSWERS_ITSELF = { autoAnswer: false } as const;

const BEGUN = new WeakSet<object>();

/** Whether a button of a menu was found for this tap, and does what it is for. */
export function hasBegun(ctx: BotContext): boolean {
  return BEGUN.has(ctx);
}

/** Does what a button of a menu is for, then ends its spinner, with the text that the act gives (HTML) if any. */
export function answered<C extends BotContext>(act: (ctx: C) => Promise<string | undefined>) {
  return async (ctx: C): Promise<void> => {
    BEGUN.add(ctx);
    const html = await act(ctx);
    await answerTap(ctx, html === undefined ? undefined : plain(html));
  };
}
