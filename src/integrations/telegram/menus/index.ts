import { Composer } from "grammy";
import type { TrainingService } from "../../../core/training/service.js";
import type { UserRepository } from "../../../core/ports/user-repository.js";
import type { BotContext } from "../context.js";
import type { Forgetting } from "../forgetting.js";
import type { ProgressCards } from "../progress-card.js";
import type { Texts } from "../texts.js";
import { forgetMenu } from "./forget.js";
import { languageMenu } from "./language.js";
import { mainMenu } from "./main.js";
import { sureMenu } from "./sure.js";
import { trainingMenu } from "./training.js";
import { trainingsMenu } from "./trainings.js";
import { trainingsText } from "./trainings-text.js";

/** The menus of the bot, and how each is sent. */
export interface Menus {
  readonly middleware: Composer<BotContext>;
  sendMain(ctx: BotContext): Promise<void>;
  sendTrainings(ctx: BotContext): Promise<void>;
  sendLanguages(ctx: BotContext): Promise<void>;
  sendForget(ctx: BotContext): Promise<void>;
}

export function createMenus(deps: {
  service: TrainingService;
  users: UserRepository;
  texts: Texts;
  forgetting: Forgetting;
  cards: ProgressCards;
}): Menus {
  const { service, users, texts, forgetting, cards } = deps;
  const list = trainingsMenu(service);
  const one = trainingMenu(service, cards);
  list.register(one);
  one.register(sureMenu(service));
  const languages = languageMenu(texts, users);
  const forget = forgetMenu(forgetting);
  const main = mainMenu(service);
  main.register([list, languages]);
  const middleware = new Composer<BotContext>();
  middleware.use(main, forget);

  const html = { parse_mode: "HTML" } as const;
  return {
    middleware,
    sendMain: async (ctx) => {
      await ctx.reply(ctx.t("start"), { ...html, reply_markup: main });
    },
    sendTrainings: async (ctx) => {
      await ctx.reply(await trainingsText(ctx, service), { ...html, reply_markup: list });
    },
    sendLanguages: async (ctx) => {
      await ctx.reply(ctx.t("language-prompt"), { ...html, reply_markup: languages });
    },
    sendForget: async (ctx) => {
      await ctx.reply(ctx.t("forget-prompt"), { ...html, reply_markup: forget });
    },
  };
}
