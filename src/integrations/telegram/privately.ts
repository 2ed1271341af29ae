import type { BotContext } from "./context.js";
import { say } from "./say.js";
import { startLink } from "./start-links.js";

/**
 * What is a person's own is shown in the private chat alone: in a group, a button leads there.
 *
 * @param payload what the private chat is opened with; see start-links.ts
 */
export async function privately(
  ctx: BotContext,
  payload: string,
  act: (ctx: BotContext) => Promise<void>,
): Promise<void> {
  if (ctx.chat?.type === "private") return act(ctx);
  await say(ctx, ctx.t("group-privately"), [
    [{ text: ctx.t("group-open-private"), url: startLink(ctx, payload) }],
  ]);
}
