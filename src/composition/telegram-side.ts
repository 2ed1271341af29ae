import type { Route } from "../api/routes.js";
import type { Config } from "../config.js";
import type { Clock } from "../core/ports/clock.js";
import type { Logger } from "../core/ports/logger.js";
import type { Messenger } from "../core/ports/messenger.js";
import type { Stores } from "../core/ports/stores.js";
import type { TrainingEvents } from "../core/training/events.js";
import type { TrainingService } from "../core/training/service.js";
import { createBot, type DarkroomBot } from "../integrations/telegram/bot.js";
import { publishCommands } from "../integrations/telegram/command-list.js";
import { TelegramMessenger } from "../integrations/telegram/messenger.js";
import { Polling } from "../integrations/telegram/polling.js";
import { Texts } from "../integrations/telegram/texts.js";
import { Updates, type UpdateListener } from "../integrations/telegram/updates.js";
import { Webhook } from "../integrations/telegram/webhook.js";

/** Telegram cuts a webhook's body at far less; updates are some kilobytes. */
const WEBHOOK_BODY_BYTES = 1024 * 1024;
const SETTLE_MS = 20_000;

/** The Telegram adapter with all its parts, as one thing to start and stop. */
export class TelegramSide {
  readonly messenger: Messenger;
  readonly routes: readonly Route[];
  readonly #config: Config;
  readonly #logger: Logger;
  readonly #texts: Texts;
  readonly #darkroom: DarkroomBot;
  readonly #updates: Updates;
  readonly #polling: Polling;
  readonly #webhook: Webhook;
  readonly #unsubscribe: () => void;

  /**
   * @param deps.texts folder of the locales
   * @param deps.onUpdate hears of each update that was dealt with
   */
  constructor(deps: {
    config: Config & { readonly BOT_TOKEN: string };
    logger: Logger;
    clock: Clock;
    stores: Stores;
    events: TrainingEvents;
    service: TrainingService;
    texts: string;
    onUpdate: UpdateListener;
  }) {
    const { config, logger, clock, stores, events, service } = deps;
    const { users, keyValues, inbox } = stores;
    this.#config = config;
    this.#logger = logger;
    this.#texts = new Texts(deps.texts);
    this.#darkroom = createBot({
      token: config.BOT_TOKEN,
      apiRoot: config.TELEGRAM_API_ROOT,
      adminIds: config.ADMIN_IDS,
      service,
      users,
      keyValues,
      texts: this.#texts,
      clock,
      logger,
    });
    const { bot, cards, giveUp } = this.#darkroom;
    this.#updates = new Updates({ bot, inbox, logger, giveUp, onUpdate: deps.onUpdate });
    this.#polling = new Polling(bot, this.#updates, logger);
    this.#webhook = new Webhook(bot, this.#updates);
    this.messenger = new TelegramMessenger({
      api: bot.api,
      cards,
      registry: service.models,
      users,
      texts: this.#texts,
    });
    this.#unsubscribe = events.subscribe((event) => {
      cards.onEvent(event);
    });
    this.routes = config.BOT_MODE === "webhook" ? [this.#route()] : [];
  }

  /** Begins to receive updates, those first that an earlier life left. @throws GrammyError for a refused token */
  async start(): Promise<void> {
    const { bot, collecting } = this.#darkroom;
    await bot.init();
    // The list of commands is a convenience: a person can type them all the same.
    publishCommands(bot.api, this.#texts).catch((error: unknown) => {
      this.#logger.warn("could not publish the commands", { error });
    });
    await collecting.recover(bot.api);
    await this.#updates.open();
    if (this.#config.BOT_MODE === "webhook") await this.#webhook.start(this.#config.PUBLIC_URL ?? "");
    else this.#polling.start();
    this.#logger.info("the bot is listening", { bot: bot.botInfo.username, mode: this.#config.BOT_MODE });
  }

  /** Takes no more updates and waits for those under way, up to 20 s; what is left stays in the inbox. */
  async stopReceiving(): Promise<void> {
    await this.#polling.stop();
    const left = await this.#updates.settle(SETTLE_MS);
    if (left > 0) this.#logger.warn("updates stay for the next start", { left });
  }

  close(): void {
    this.#unsubscribe();
    this.#darkroom.cards.close();
    this.#darkroom.collecting.stop();
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
