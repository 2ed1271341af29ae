import type { Composer } from "grammy";
import type { TrainingService } from "../../../core/training/service.js";
import type { UserRepository } from "../../../core/ports/user-repository.js";
import type { BotContext } from "../context.js";
import type { DatasetSending } from "../dataset-sending.js";
import type { Forgetting } from "../forgetting.js";
import type { HelpTopic } from "../help-topics.js";
import type { PointsChat } from "../points/points-chat.js";
import type { ProgressCards } from "../progress-card.js";
import type { Renaming } from "../renaming.js";
import type { Texts } from "../texts.js";
import { forgetMenu } from "./forget.js";
import { helpMenu, helpText } from "./help.js";
import { languageMenu } from "./language.js";
import { mainMenu } from "./main.js";
import { withMissingButtons } from "./missing-button.js";
import { receivedMenu } from "./received.js";
import { shareMenus } from "./share.js";
import { sureMenu } from "./sure.js";
import { trainingMenu } from "./training.js";
import { trainingsMenu } from "./trainings.js";
import { trainingsText } from "./trainings-text.js";

const HTML = { parse_mode: "HTML" } as const;

/** The menus of the bot, and how each is sent. */
export interface Menus {
  readonly middleware: Composer<BotContext>;
  readonly sendMain: (ctx: BotContext) => Promise<void>;
  readonly sendTrainings: (ctx: BotContext) => Promise<void>;
  readonly sendLanguages: (ctx: BotContext) => Promise<void>;
  readonly sendForget: (ctx: BotContext) => Promise<void>;
  /** @param topic where the help is opened; at its beginning without one */
  readonly sendHelp: (ctx: BotContext, topic?: HelpTopic) => Promise<void>;
}

export function createMenus(deps: {
  service: TrainingService;
  users: UserRepository;
  texts: Texts;
  forgetting: Forgetting;
  cards: ProgressCards;
  renaming: Renaming;
  datasets: DatasetSending;
  /** Absent where nothing costs anything. */
  points: PointsChat | undefined;
}): Menus {
  const { service, users, texts, forgetting, points } = deps;
  const list = trainingsMenu(service);
  const one = trainingMenu(deps);
  list.register([one, receivedMenu(service)]);
  one.register([sureMenu(deps), ...shareMenus(service)]);
  const languages = languageMenu(texts, users);
  const forget = forgetMenu(forgetting, points !== undefined);
  const help = helpMenu();
  const sendHelp = async (ctx: BotContext, topic?: HelpTopic): Promise<void> => {
    const more = points === undefined || topic !== undefined ? "" : `\n${ctx.t("points-commands")}`;
    await ctx.reply(helpText(ctx, topic) + more, { ...HTML, reply_markup: help });
  };
  const main = mainMenu(service, sendHelp, points);
  main.register([list, languages]);
  // A menu can be sent by what comes behind it only.
  const middleware = withMissingButtons(help.middleware(), main.middleware(), forget.middleware());

  return {
    middleware,
    sendMain: async (ctx) => {
      await ctx.reply(ctx.t("start"), { ...HTML, reply_markup: main });
    },
    sendTrainings: async (ctx) => {
      await ctx.reply(await trainingsText(ctx, service), { ...HTML, reply_markup: list });
    },
    sendLanguages: async (ctx) => {
      await ctx.reply(ctx.t("language-prompt"), { ...HTML, reply_markup: languages });
    },
    sendHelp,
    sendForget: async (ctx) => {
      await ctx.reply(ctx.t("forget-prompt"), { ...HTML, reply_markup: forget });
    },
  };
}
