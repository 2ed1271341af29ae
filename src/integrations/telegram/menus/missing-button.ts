import { Composer, type MiddlewareFn } from "grammy";
import { answerTap } from "../answer-tap.js";
import type { BotContext } from "../context.js";
import { plain } from "../say.js";
import { hasBegun } from "./answered.js";

/**
 * What the menu plugin throws for a tap on a place where the menu, drawn anew, has no button: a message of last week
 * may show more of them, and so may a tap that somebody made up. Where a menu is not compared with how it was drawn
 * the plugin has no other way to tell.
 */
const NO_SUCH_ROW = /^Cannot read properties of undefined \(reading '(?:\d+|NaN)'\)$/;
const NO_SUCH_PLACE = /^Invalid button position /;
const NO_SUCH_BUTTON = /^Cannot use 'in' operator to search for 'middleware' in undefined$/;
const NOT_FOR_TAPS = /^Cannot invoke handlers because menu '.*' is outdated!$/;

/** Menus whose taps on what is not there any more are answered as taps on old buttons are. */
export function withMissingButtons(...menus: readonly MiddlewareFn<BotContext>[]): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.errorBoundary(
    async ({ error, ctx }) => {
      if (!isMissing(error) || hasBegun(ctx)) throw error;
      await answerTap(ctx, plain(ctx.t("button-old")));
    },
    ...menus,
  );
  return composer;
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return [NO_SUCH_ROW, NO_SUCH_PLACE, NO_SUCH_BUTTON, NOT_FOR_TAPS].some((pattern) =>
    pattern.test(error.message),
  );
}
