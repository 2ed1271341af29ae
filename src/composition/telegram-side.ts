import type { Route } from "../api/routes.js";
import type { Config } from "../config.js";
import type { Administration } from "../core/administration/administration.js";
import type { Banning } from "../core/administration/banning.js";
import type { LeadersWork } from "../core/leadership/leadership.js";
import type { AdminNotifier } from "../core/ports/admin-notifier.js";
import type { Clock } from "../core/ports/clock.js";
import type { Logger } from "../core/ports/logger.js";
import type { Messenger } from "../core/ports/messenger.js";
import type { PaymentDesk } from "../core/ports/payment-desk.js";
import type { Stores } from "../core/ports/stores.js";
import type { TrainingEvent, TrainingEvents } from "../core/training/events.js";
import type { CaptionRuns } from "../core/training/caption-runs.js";
import type { Outlook } from "../core/training/outlook.js";
import type { TrainingService } from "../core/training/service.js";
import { TelegramAdminNotifier } from "../integrations/telegram/admin/notifier.js";
import { createBot, type DarkroomBot } from "../integrations/telegram/bot.js";
import { POINT_COMMANDS } from "../integrations/telegram/commands.js";
import { publishAdminCommands, publishCommands } from "../integrations/telegram/command-list.js";
import { TelegramMessenger } from "../integrations/telegram/messenger.js";
import { TelegramPaymentDesk } from "../integrations/telegram/points/payment-desk.js";
import { Polling } from "../integrations/telegram/polling.js";
import { QueueCards } from "../integrations/telegram/queue-cards.js";
import { Texts } from "../integrations/telegram/texts.js";
import { Updates, type UpdateListener } from "../integrations/telegram/updates.js";
import { Webhook } from "../integrations/telegram/webhook.js";
import type { PointsParts } from "./points-parts.js";

/** Telegram cuts a webhook's body at far less; updates are some kilobytes. */
const WEBHOOK_BODY_BYTES = 1024 * 1024;
const SETTLE_MS = 20_000;

/**
 * The Telegram adapter with all its parts, as one thing. Several processes of one bot may have it; one of them
 * leads at a time, and that one speaks. By a webhook all of them take updates in.
 */
export class TelegramSide implements LeadersWork {
  readonly messenger: Messenger;
  readonly adminNotifier: AdminNotifier;
  readonly paymentDesk: PaymentDesk;
  readonly routes: readonly Route[];
  readonly #config: Config;
  readonly #logger: Logger;
  readonly #texts: Texts;
  readonly #darkroom: DarkroomBot;
  readonly #captionRuns: CaptionRuns;
  readonly #updates: Updates;
  readonly #polling: Polling;
  readonly #webhook: Webhook;
  readonly #queueCards: QueueCards;
  readonly #unsubscribe: () => void;

  /**
   * @param deps.events all that is to be shown, whichever process it comes from
   * @param deps.leads whether this process leads at this instant
   * @param deps.texts folder of the locales
   * @param deps.onUpdate hears of each update that was dealt with
   */
  constructor(
    deps: PointsParts & {
      config: Config & { readonly BOT_TOKEN: string };
      logger: Logger;
      clock: Clock;
      stores: Stores;
      events: TrainingEvents;
      outlook: Outlook;
      service: TrainingService;
      administration: Administration;
      banning: Banning;
      texts: string;
      leads: () => boolean;
      onUpdate: UpdateListener;
    },
  ) {
    const { config, logger, clock, stores, events, outlook, service, leads } = deps;
    const { users, inbox, trainings } = stores;
    const uploadMegabytes = config.TELEGRAM_UPLOAD_MB;
    this.#captionRuns = service.captionRuns;
    this.#config = config;
    this.#logger = logger;
    this.#texts = new Texts(deps.texts);
    this.#darkroom = createBot({
      ...deps,
      ...stores,
      token: config.BOT_TOKEN,
      apiRoot: config.TELEGRAM_API_ROOT,
      adminIds: config.ADMIN_IDS,
      support: { contact: config.SUPPORT_CONTACT, adminIds: config.ADMIN_IDS },
      updatesPerMinute: config.UPDATES_PER_MINUTE,
      uploadMegabytes,
      texts: this.#texts,
      maySpeak: leads,
    });
    const { bot, cards, modelFiles, giveUp } = this.#darkroom;
    const byWebhook = config.BOT_MODE === "webhook";
    this.#updates = new Updates({
      bot,
      inbox,
      logger,
      giveUp,
      onUpdate: deps.onUpdate,
      mayHandle: leads,
      othersTakeIn: byWebhook,
    });
    this.#polling = new Polling({ bot, updates: this.#updates, logger, mayPoll: leads });
    this.#webhook = new Webhook(bot, this.#updates);
    const voice = { api: bot.api, users, texts: this.#texts };
    const registry = service.models;
    this.messenger = new TelegramMessenger({ ...voice, cards, registry, files: modelFiles });
    this.adminNotifier = new TelegramAdminNotifier({ ...voice, trainings, adminIds: config.ADMIN_IDS });
    this.paymentDesk = new TelegramPaymentDesk(voice);
    this.#queueCards = new QueueCards({ outlook, cards, clock, logger });
    this.#unsubscribe = events.subscribe((event) => {
      if (leads()) this.#show(event);
    });
    this.routes = byWebhook ? [this.#route()] : [];
  }

  #show(event: TrainingEvent): void {
    this.#darkroom.cards.onEvent(event);
    this.#queueCards.onEvent(event);
  }

  /** Asks Telegram who the bot is. @throws GrammyError for a refused token */
  async start(): Promise<void> {
    await this.#darkroom.bot.init();
  }

  /** Begins to receive updates, those first that an earlier life or another process left. */
  async begin(): Promise<void> {
    const { bot, collecting, archives, clips, verdicts, faces } = this.#darkroom;
    this.#publishCommands();
    await collecting.recover(bot.api);
    await archives.recover(bot.api);
    await clips.recover(bot.api);
    await this.#captionRuns.recover();
    await verdicts.recover(bot.api);
    await faces.recover(bot.api);
    await this.#updates.open();
    if (this.#config.BOT_MODE === "webhook") await this.#webhook.start(this.#config.PUBLIC_URL ?? "");
    else this.#polling.start();
    this.#queueCards.open();
    this.#logger.info("the bot is listening", { bot: bot.botInfo.username, mode: this.#config.BOT_MODE });
  }

  /** Takes no more updates and waits for those under way, up to 20 s; what is left stays in the inbox. */
  async end(): Promise<void> {
    await this.#polling.stop();
    try {
      const { archives, clips } = this.#darkroom;
      await Promise.all([archives.stop(SETTLE_MS), clips.stop(SETTLE_MS)]);
      const left = await this.#updates.settle(SETTLE_MS);
      if (left > 0) this.#logger.warn("updates stay for the next leader", { left });
    } finally {
      this.#queueCards.close();
      this.#darkroom.cards.close();
      this.#darkroom.collecting.stop();
      await this.#captionRuns.pause();
      this.#darkroom.captioning.stop();
      this.#darkroom.faces.stop();
      this.#darkroom.verdicts.stop();
    }
  }

  close(): void {
    this.#unsubscribe();
    this.#queueCards.close();
    this.#darkroom.cards.close();
  }

  /** The list of commands is a convenience: a person can type them all the same. */
  #publishCommands(): void {
    const { api } = this.#darkroom.bot;
    const pointCommands = this.#config.PRICING === "on" ? POINT_COMMANDS : [];
    publishCommands(api, this.#texts, pointCommands).catch((error: unknown) => {
      this.#logger.warn("could not publish the commands", { error });
    });
    for (const adminId of this.#config.ADMIN_IDS) {
      publishAdminCommands(api, this.#texts, adminId, pointCommands).catch((error: unknown) => {
        this.#logger.warn("could not publish an administrator's commands", { admin: adminId, error });
      });
    }
  }

  #route(): Route {
    return {
      method: "POST",
      path: this.#webhook.path,
      bodyLimitBytes: WEBHOOK_BODY_BYTES,
      handle: async ({ headers, body }) => ({
        status: await this.#webhook.receive(headers["x-telegram-bot-api-secret-token"], parseJson(body)),
      }),
    };
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
