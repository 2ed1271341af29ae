import { Menu } from "@grammyjs/menu";
import type { BotContext } from "../context.js";
import { HELP_TOPICS, type HelpTopic } from "../help-topics.js";
import { plain } from "../say.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showText } from "./show-text.js";

/** The topics of the help, two in a row; each takes the place of the one that was read before. */
export function helpMenu(): Menu<BotContext> {
  const menu = new Menu<BotContext>("help", { ...ANSWERS_ITSELF, onMenuOutdated: false });
  for (const [index, topic] of HELP_TOPICS.entries()) {
    menu.text(
      (ctx) => plain(ctx.t(`help-topic-${topic}`)),
      answered((ctx) => showText(ctx, helpText(ctx, topic))),
    );
    if (index % 2 === 1) menu.row();
  }
  return menu;
}

/** A topic's text, or how it works as a whole. */
export function helpText(ctx: BotContext, topic?: HelpTopic): string {
  return topic === undefined ? ctx.t("help") : ctx.t(`help-${topic}`);
}
