import { conversations, createConversation } from "@grammyjs/conversations";
import { Bot, type Api, type BotError, type Context } from "grammy";
import type { Update } from "grammy/types";
import type { Administration } from "../../core/administration/administration.js";
import { isDomainError } from "../../core/errors.js";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { Actor } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { adminChat } from "./admin/admin-chat.js";
import { AlbumReplies } from "./album-replies.js";
import { fetchWhile, retryingFetch } from "./api-fetch.js";
import { ArchiveJobs } from "./archive-jobs.js";
import { asTelegramAway, isUnreachable } from "./api-errors.js";
import { answerTap } from "./answer-tap.js";
import { buttons } from "./buttons.js";
import { CaptioningCard } from "./captioning-card.js";
import { CaptioningFollowUp } from "./captioning-follow-up.js";
import { CollectingCard } from "./collecting-card.js";
import { ContactSheets } from "./contact-sheets.js";
import { CollectingUndo } from "./collecting-undo.js";
import { commands } from "./commands.js";
import { userIdOf, type BotContext, type Person } from "./context.js";
import { conversationStorage, isTalkingOf, repeatableConversation } from "./conversation-storage.js";
import { TRAINING_CONVERSATION, trainingConversation } from "./conversations/training.js";
import { DatasetSending, uploadLimit } from "./dataset-sending.js";
import { FileDownloads } from "./files.js";
import { Forgetting } from "./forgetting.js";
import { createMenus } from "./menus/index.js";
import { rememberPerson } from "./person.js";
import { ProgressCards } from "./progress-card.js";
import { Renaming } from "./renaming.js";
import { plain, say, send } from "./say.js";
import { shareOffers } from "./share-offer.js";
import { strayMessages } from "./stray.js";
import type { Texts } from "./texts.js";
import { Turns } from "./turns.js";
import { VerdictReplies } from "./verdict-replies.js";

/** Uploads of a preview take a while on a phone's uplink; nothing the bot calls takes longer. */
const API_TIMEOUT_SECONDS = 90;

export interface BotDependencies {
  readonly token: string;
  readonly apiRoot: string;
  readonly adminIds: readonly number[];
  readonly service: TrainingService;
  readonly administration: Administration;
  readonly users: UserRepository;
  readonly keyValues: KeyValueStore;
  readonly texts: Texts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether this process may speak for the bot at this instant. */
  readonly maySpeak: () => boolean;
}

export interface DarkroomBot {
  readonly bot: Bot<BotContext>;
  readonly cards: ProgressCards;
  readonly collecting: CollectingCard;
  readonly captioning: CaptioningCard;
  readonly verdicts: VerdictReplies;
  readonly archives: ArchiveJobs;
  /** Tells a person that their message could not be dealt with, so that they send it again. */
  readonly giveUp: (update: Update) => Promise<void>;
}

/** Puts the bot together; read the order of the middleware from top to bottom. */
export function createBot(deps: BotDependencies): DarkroomBot {
  const { token, apiRoot, service, users, keyValues, texts, clock, logger } = deps;
  const bot = new Bot<BotContext>(token, {
    client: { apiRoot, fetch: retryingFetch(fetchWhile(deps.maySpeak)), timeoutSeconds: API_TIMEOUT_SECONDS },
  });
  const isPaused = (): Promise<boolean> => deps.administration.isPaused();
  const cards = new ProgressCards({ api: bot.api, keyValues, users, texts, clock, logger, isPaused });
  const collecting = new CollectingCard({ service, keyValues, texts, clock, logger });
  const pageTurns = new Turns();
  const captioning = new CaptioningCard({ api: bot.api, service, keyValues, texts, clock, logger });
  const isTalking = (person: Person, draftId: string): Promise<boolean> =>
    isTalkingOf(keyValues, person, TRAINING_CONVERSATION, draftId);
  service.captionRuns.listen(
    new CaptioningFollowUp({
      api: bot.api,
      service,
      keyValues,
      users,
      texts,
      logger,
      card: captioning,
      pageTurns,
      isTalking,
    }),
  );
  const verdicts = new VerdictReplies({ service, keyValues, texts, clock, logger });
  const files = new FileDownloads(bot.api, { apiRoot, token });
  const archives = new ArchiveJobs({ service, files, collecting, keyValues, texts, logger });
  const undo = new CollectingUndo({ service, archives, collecting, keyValues, texts });
  const albums = new AlbumReplies();
  const datasets = new DatasetSending({ service, clock, maxBytes: uploadLimit(apiRoot) });
  const renaming = new Renaming({ service, keyValues });
  const forgetting = new Forgetting({ service, keyValues });
  const retry = async (actor: Actor, trainingId: string): Promise<void> =>
    cards.reopen(await service.resumption.resume(actor, trainingId));
  const menus = createMenus({ service, users, texts, forgetting, cards, renaming, datasets });
  const conversation = trainingConversation({
    service,
    texts,
    files,
    albums,
    collecting,
    captioning,
    pageTurns,
    verdicts,
    sheets: new ContactSheets({ service, texts, clock }),
    archives,
    undo,
    progress: cards,
    keyValues,
    logger,
  });

  // The updates of a person in a chat come one after the other: see updates.ts.
  bot.use(rememberPerson({ users, texts, clock, adminIds: deps.adminIds }));
  bot.use(renaming.replies());
  bot.use(conversations<BotContext, Context>({ storage: conversationStorage(keyValues) }));
  bot.use(repeatableConversation());
  bot.use(createConversation<BotContext, Context>(conversation, { id: TRAINING_CONVERSATION }));
  // A menu can be sent by what comes behind it only.
  bot.use(menus.middleware);
  bot.use(commands(service, menus));
  bot.use(adminChat(deps.administration, retry));
  bot.use(shareOffers(service));
  bot.use(buttons(service, cards));
  bot.use(renaming.texts());
  bot.use(strayMessages(service, albums));
  bot.catch((error) => reportFailure(error, logger));
  return {
    bot,
    cards,
    collecting,
    captioning,
    verdicts,
    archives,
    giveUp: (update) => giveUp(update, deps, bot.api),
  };
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
