import { Menu } from "@grammyjs/menu";
import type { UserRepository } from "../../../core/ports/user-repository.js";
import type { BotContext } from "../context.js";
import { plain } from "../say.js";
import type { Texts } from "../texts.js";
import { answered, ANSWERS_ITSELF } from "./answered.js";
import { showText } from "./show-text.js";

/** One button a language, each in its own. */
export function languageMenu(texts: Texts, users: UserRepository): Menu<BotContext> {
  const menu = new Menu<BotContext>("lang", { ...ANSWERS_ITSELF, onMenuOutdated: false });
  for (const locale of texts.locales) {
    const name = plain(texts.in(locale)("language-name"));
    menu.text(
      name,
      answered(async (ctx) => {
        await users.setLocale(ctx.person.actor.userId, locale);
        ctx.person = { ...ctx.person, locale };
        ctx.t = texts.in(locale);
        await showText(ctx, ctx.t("language-set"));
        return ctx.t("language-set");
      }),
    );
  }
  menu.row().back(
    (ctx) => plain(ctx.t("menu-back")),
    answered((ctx) => showText(ctx, ctx.t("start"))),
  );
  return menu;
}
