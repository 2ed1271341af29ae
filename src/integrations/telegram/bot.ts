import { conversations, createConversation } from "@grammyjs/conversations";
import { Bot, type Api, type BotError, type Context } from "grammy";
import type { Update } from "grammy/types";
import { isDomainError } from "../../core/errors.js";
import type { Logger } from "../../core/ports/logger.js";
import type { Shop } from "../../core/points/shop.js";
import type { Till } from "../../core/points/till.js";
import type { Actor } from "../../core/training/model.js";
import { adminChat } from "./admin/admin-chat.js";
import { adminHelp } from "./admin/help-page.js";
import { banOrders } from "./admin/ban-orders.js";
import { pointsOrders } from "./admin/points-orders.js";
import { refundOrders } from "./admin/refund-orders.js";
import { AlbumReplies } from "./album-replies.js";
import { fetchWhile, retryingFetch } from "./api-fetch.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";
import { answerTap } from "./answer-tap.js";
import { banGuard } from "./ban-guard.js";
import { buttons } from "./buttons.js";
import { createChatParts, type ChatDependencies, type ChatParts } from "./chat-parts.js";
import { commands } from "./commands.js";
import { userIdOf, type BotContext } from "./context.js";
import { conversationStorage, repeatableConversation } from "./conversation-storage.js";
import { TRAINING_CONVERSATION, trainingConversation } from "./conversations/training.js";
import { DatasetSending } from "./dataset-sending.js";
import { floodGuard } from "./flood-guard.js";
import { Forgetting } from "./forgetting.js";
import { createMenus } from "./menus/index.js";
import { photosOffers } from "./photos-offer.js";
import { rememberPerson } from "./person.js";
import { redeeming } from "./points/redeeming.js";
import { payments } from "./points/payments.js";
import { PointsChat } from "./points/points-chat.js";
import type { Support } from "./points/support.js";
import { Renaming } from "./renaming.js";
import { plain, say, send } from "./say.js";
import { shareOffers } from "./share-offer.js";
import { strayMessages } from "./stray.js";

/** Uploads of a preview take a while on a phone's uplink; nothing the bot calls takes longer. */
const API_TIMEOUT_SECONDS = 90;

export interface BotDependencies extends ChatDependencies {
  /** Absent where nothing costs anything. */
  readonly shop: Shop | undefined;
  /** Where Stars go back that were paid before. */
  readonly till: Till;
  readonly support: Support;
  readonly adminIds: readonly number[];
  /** Messages, taps and commands that one person may send for ever. */
  readonly updatesPerMinute: number;
  /** Whether this process may speak for the bot at this instant. */
  readonly maySpeak: () => boolean;
}

export interface DarkroomBot extends ChatParts {
  readonly bot: Bot<BotContext>;
  /** Tells a person that their message could not be dealt with, so that they send it again. */
  readonly giveUp: (update: Update) => Promise<void>;
}

/** Puts the bot together; read the order of the middleware from top to bottom. */
export function createBot(deps: BotDependencies): DarkroomBot {
  const { token, apiRoot, service, users, keyValues, texts, clock, logger, giftCodes, shop } = deps;
  const bot = new Bot<BotContext>(token, {
    client: { apiRoot, fetch: retryingFetch(fetchWhile(deps.maySpeak)), timeoutSeconds: API_TIMEOUT_SECONDS },
  });
  const parts = createChatParts(deps, bot.api);
  const { cards } = parts;
  const albums = new AlbumReplies();
  const datasets = new DatasetSending({ service, clock, maxBytes: deps.uploadMegabytes * 1_000_000 });
  const renaming = new Renaming({ service, keyValues });
  const forgetting = new Forgetting({ service, keyValues });
  const retry = async (actor: Actor, trainingId: string): Promise<void> =>
    cards.reopen(await service.resumption.resume(actor, trainingId));
  const points = shop && new PointsChat(shop, deps.support);
  const menus = createMenus({ service, users, texts, forgetting, cards, renaming, datasets, points });
  const conversation = trainingConversation({
    ...parts,
    service,
    texts,
    albums,
    progress: cards,
    keyValues,
    logger,
  });

  // The updates of a person in a chat come one after the other: see updates.ts.
  bot.use(payments(deps));
  bot.use(floodGuard(deps));
  bot.use(banGuard(deps));
  bot.use(rememberPerson({ users, texts, clock, adminIds: deps.adminIds }));
  bot.use(renaming.replies());
  bot.use(conversations<BotContext, Context>({ storage: conversationStorage(keyValues) }));
  bot.use(repeatableConversation());
  bot.use(createConversation<BotContext, Context>(conversation, { id: TRAINING_CONVERSATION }));
  // A menu can be sent by what comes behind it only.
  bot.use(menus.middleware);
  if (points !== undefined) bot.use(points.middleware());
  bot.use(commands(service, menus, giftCodes));
  if (giftCodes !== undefined) bot.use(redeeming(giftCodes));
  bot.use(adminChat(deps.administration, retry));
  bot.use(adminHelp(deps.pointsOffice !== undefined));
  bot.use(banOrders(deps.banning));
  if (deps.pointsOffice !== undefined) bot.use(pointsOrders(deps.pointsOffice));
  if (shop !== undefined) bot.use(refundOrders(shop));
  bot.use(shareOffers(service));
  bot.use(photosOffers(service));
  bot.use(renaming.taps());
  bot.use(buttons(service, parts));
  bot.use(renaming.texts());
  bot.use(strayMessages(service, albums));
  bot.catch((error) => reportFailure(error, logger));
  return { ...parts, bot, giveUp: (update) => giveUp(update, deps, bot.api) };
}

/** A refusal is told in its own words; a failure that nobody expected is logged in full and told in general ones. */
async function reportFailure({ error, ctx }: BotError<BotContext>, logger: Logger): Promise<void> {
  if (isUnreachable(error)) {
    logger.info("a person cannot be reached", { chat: ctx.chat?.id });
    return;
  }
  const refusal = isDomainError(error) ? error : undefined;
  if (refusal === undefined) {
    logger.error("an update could not be handled", {
      update: ctx.update.update_id,
      error: asTelegramAway(error) ?? error,
    });
  }
  try {
    const text = ctx.t(`error-${refusal?.code ?? "internal"}`, refusal?.params);
    if (ctx.callbackQuery !== undefined) await answerTap(ctx, plain(text));
    else await say(ctx, text);
  } catch (failure) {
    logger.error("and the person could not be told", { error: asTelegramAway(failure) ?? failure });
  }
}

async function giveUp(update: Update, { users, texts, logger }: BotDependencies, api: Api): Promise<void> {
  const message = update.message ?? update.callback_query?.message;
  const from = update.message?.from ?? update.callback_query?.from;
  if (message === undefined || from === undefined) return;
  const user = await users.get(userIdOf(from.id));
  try {
    const text = texts.in(texts.nearest(user?.locale ?? from.language_code))("given-up");
    await send(api, message.chat.id, text, [], { replyTo: message.message_id });
  } catch (error) {
    logger.error("a person could not be told of an update that was given up", {
      error: asTelegramAway(error) ?? error,
    });
  }
}
