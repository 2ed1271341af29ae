import { conversations, createConversation } from "@grammyjs/conversations";
import { sequentialize } from "@grammyjs/runner";
import { Bot, type BotError, type Context } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { TrainingService } from "../../core/training/service.js";
import { retryingFetch } from "./api-fetch.js";
import { isUnreachable } from "./api-errors.js";
import { buttons } from "./buttons.js";
import { CollectingCard } from "./collecting-card.js";
import { commands } from "./commands.js";
import type { BotContext } from "./context.js";
import { conversationStorage } from "./conversation-storage.js";
import { TRAINING_CONVERSATION, trainingConversation } from "./conversations/training.js";
import { FileDownloads } from "./files.js";
import { createMenus } from "./menus/index.js";
import { rememberPerson } from "./person.js";
import { ProgressCards } from "./progress-card.js";
import { strayMessages } from "./stray.js";
import type { Texts } from "./texts.js";

/** Uploads of a preview take a while on a phone's uplink; nothing the bot calls takes longer. */
const API_TIMEOUT_SECONDS = 90;

export interface BotDependencies {
  readonly token: string;
  readonly apiRoot: string;
  readonly adminIds: readonly number[];
  readonly service: TrainingService;
  readonly users: UserRepository;
  readonly keyValues: KeyValueStore;
  readonly texts: Texts;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface DarkroomBot {
  readonly bot: Bot<BotContext>;
  readonly cards: ProgressCards;
}

/** Puts the bot together; read the order of the middleware from top to bottom. */
export function createBot(deps: BotDependencies): DarkroomBot {
  const { token, apiRoot, service, users, keyValues, texts, clock, logger } = deps;
  const bot = new Bot<BotContext>(token, {
    client: { apiRoot, fetch: retryingFetch(), timeoutSeconds: API_TIMEOUT_SECONDS },
  });
  const cards = new ProgressCards({ api: bot.api, keyValues, users, texts, clock, logger });
  const collecting = new CollectingCard({ service, keyValues, texts, logger });
  const files = new FileDownloads(bot.api, { apiRoot, token });
  const menus = createMenus({ service, users, texts });
  const conversation = trainingConversation({
    service,
    texts,
    files,
    collecting,
    progress: cards,
    keyValues,
    logger,
  });

  // One update of a chat after the other: without it an album of five photos gives the conversation one.
  bot.use(sequentialize((ctx) => ctx.chat?.id.toString() ?? ctx.from?.id.toString()));
  bot.use(rememberPerson({ users, texts, clock, adminIds: deps.adminIds }));
  bot.use(conversations<BotContext, Context>({ storage: conversationStorage(keyValues) }));
  bot.use(createConversation<BotContext, Context>(conversation, { id: TRAINING_CONVERSATION }));
  // A menu can be sent by what comes behind it only.
  bot.use(menus.middleware);
  bot.use(commands(service, menus));
  bot.use(buttons(service));
  bot.use(strayMessages(service));
  bot.catch((error) => reportFailure(error, logger));
  return { bot, cards };
}

/** A failure that nobody expected: logged in full, told in general words. */
async function reportFailure({ error, ctx }: BotError<BotContext>, logger: Logger): Promise<void> {
  if (isUnreachable(error)) {
    logger.info("a person cannot be reached", { chat: ctx.chat?.id });
    return;
  }
  logger.error("an update could not be handled", { update: ctx.update.update_id, error });
  try {
    if (ctx.chat !== undefined) await ctx.reply(ctx.t("error-internal"), { parse_mode: "HTML" });
  } catch (failure) {
    logger.error("and the person could not be told", { error: failure });
  }
}
