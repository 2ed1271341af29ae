import { BotApi } from "./bot-api.js";
import type { CallRecord } from "./calls.js";
import type { EmulatorEventMap, EmulatorListener } from "./events.js";
import { Faults } from "./faults.js";
import { HttpServer } from "./http/server.js";
import { TELEGRAM_LIMITS } from "./limits.js";
import type { RateLimits } from "./limits.js";
import { Group } from "./person/group.js";
import { Person } from "./person/person.js";
import { loadValidator } from "./schema/validator.js";
import type { Validator } from "./schema/validator.js";
import type { PersonProfile } from "./state/chats.js";
import { Webhook } from "./updates/webhook.js";
import { World } from "./world.js";
import type { WorldOptions } from "./world.js";

export interface EmulatorOptions {
  /** The bot's token; the number in front of the colon is its id. */
  token?: string;
  botName?: string;
  botUsername?: string;
  /** "telegram" (the default) is about what Telegram documents. */
  limits?: "telegram" | "off" | RateLimits;
  /** Port on loopback; a free one where not given. */
  port?: number;
  /** First pause in ms before a webhook delivery is tried again; doubles up to 5 s. */
  webhookRetryMs?: number;
  privacyMode?: boolean;
  photoMaxSide?: 1280 | 2560;
  callbackLifetimeMs?: number;
  checkoutLifetimeMs?: number;
  localServer?: boolean;
}

export interface GroupOptions {
  title: string;
  username?: string;
  members: Person[];
  botIsAdmin?: boolean;
}

const DEFAULT_TOKEN = "7400000001:AAF-emulated-token-of-no-real-bot-00000";

/** A Telegram Bot API server on loopback, with the people who use the bot. */
export class TelegramEmulator {
  readonly token: string;
  readonly faults = new Faults();
  readonly #world: World;
  readonly #api: BotApi;
  readonly #webhook: Webhook;
  readonly #server: HttpServer;
  #apiRoot = "";

  private constructor(options: EmulatorOptions, world: World, validator: Validator) {
    this.token = options.token ?? DEFAULT_TOKEN;
    this.#world = world;
    this.#api = new BotApi(world, validator);
    this.#webhook = new Webhook(
      world.updates,
      world.clock,
      (method, params) => this.#callFromWebhook(method, params),
      options.webhookRetryMs ?? 250,
    );
    this.#server = new HttpServer({
      token: this.token,
      world,
      api: this.#api,
      webhook: this.#webhook,
      faults: this.faults,
    });
  }

  static async start(options: EmulatorOptions = {}): Promise<TelegramEmulator> {
    const validator = await loadValidator();
    const world = await World.open(worldOptions(options));
    const emulator = new TelegramEmulator(options, world, validator);
    emulator.#apiRoot = await emulator.#server.listen(options.port ?? 0);
    return emulator;
  }

  /** Where grammY's client has to send its calls. */
  get apiRoot(): string {
    return this.#apiRoot;
  }

  /** The bot's calls in their order, without getUpdates. */
  get calls(): readonly CallRecord[] {
    return this.#api.calls;
  }

  /** How many updates the bot has not confirmed yet. */
  get pendingUpdates(): number {
    return this.#world.updates.pending.length;
  }

  person(profile: PersonProfile): Person {
    return new Person(this.#world, this.#world.chats.addPerson(profile));
  }

  group({ title, username, members, botIsAdmin = false }: GroupOptions): Group {
    const record = this.#world.chats.addGroup({
      title,
      username,
      members: new Set(members.map(({ id }) => id)),
      botStatus: botIsAdmin ? "administrator" : "member",
    });
    return new Group(this.#world, record);
  }

  on<Name extends keyof EmulatorEventMap>(name: Name, listener: EmulatorListener<Name>): this {
    this.#world.events.on(name, listener);
    return this;
  }

  off<Name extends keyof EmulatorEventMap>(name: Name, listener: EmulatorListener<Name>): this {
    this.#world.events.off(name, listener);
    return this;
  }

  /** Moves the emulator's time forward: limits refill, queries grow old, messages can no longer be deleted. */
  advanceClock(ms: number): void {
    this.#world.clock.advance(ms);
  }

  /** Forgets messages, updates, calls, faults and payments. People, groups and the bot's profile stay. */
  async reset(): Promise<void> {
    this.#api.calls = [];
    this.faults.clear();
    await this.#world.reset();
  }

  async close(): Promise<void> {
    this.#webhook.remove();
    await this.#server.close();
    await this.#world.close();
  }

  async #callFromWebhook(method: string, params: Record<string, unknown>): Promise<void> {
    const context = { webhook: this.#webhook, uploads: new Map(), signal: new AbortController().signal };
    await this.#api.call(method, params, false, context);
  }
}

function worldOptions(options: EmulatorOptions): WorldOptions {
  const { token = DEFAULT_TOKEN, limits = "telegram" } = options;
  return {
    bot: {
      id: Number(token.split(":")[0]),
      is_bot: true,
      first_name: options.botName ?? "Darkroom",
      username: options.botUsername ?? "darkroom_emulated_bot",
      can_join_groups: true,
      can_read_all_group_messages: options.privacyMode === false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    },
    limits: limits === "telegram" ? TELEGRAM_LIMITS : limits === "off" ? null : limits,
    privacyMode: options.privacyMode ?? true,
    photoMaxSide: options.photoMaxSide ?? 1280,
    callbackLifetimeMs: options.callbackLifetimeMs ?? 60_000,
    checkoutLifetimeMs: options.checkoutLifetimeMs ?? 10_000,
    localServer: options.localServer ?? false,
  };
}
