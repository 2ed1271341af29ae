import { badRequest } from "../api-error.js";
import { defined } from "../defined.js";
import type { Clock } from "../clock.js";
import type { Params, RawParams, Result, Update } from "../wire.js";
import type { UpdateQueue } from "./queue.js";

const DEFAULT_CONNECTIONS = 40;
const ANSWER_TIMEOUT_MS = 60_000;
const LONGEST_PAUSE_MS = 5_000;
const PUBLIC_PORTS = ["", "80", "88", "443", "8443"];

type Settings = Pick<Params<"setWebhook">, "url" | "max_connections" | "secret_token">;

/** Called with the method that a bot wrote into its answer to a webhook request. */
export type RunMethod = (method: string, params: RawParams) => Promise<void>;

/** Delivers updates by HTTP: those of one chat one after the other, over at most `max_connections` at once. */
export class Webhook {
  #settings: Settings | null = null;
  #delivery = new AbortController();
  #lastError: { date: number; message: string } | null = null;
  readonly #inFlight = new Set<number>();
  readonly #busyChats = new Set<number>();

  constructor(
    private readonly queue: UpdateQueue,
    private readonly clock: Clock,
    private readonly runMethod: RunMethod,
    private readonly firstPauseMs: number,
  ) {
    queue.on("update", () => {
      this.#deliverMore();
    });
  }

  get active(): boolean {
    return this.#settings !== null;
  }

  /** @throws ApiError 400 for an address that Telegram would not call */
  set(settings: Settings): void {
    checkAddress(settings.url);
    if (settings.secret_token !== undefined && !/^[\w-]{1,256}$/.test(settings.secret_token)) {
      throw badRequest("secret token contains unallowed characters");
    }
    this.remove();
    this.#settings = settings;
    this.#deliverMore();
  }

  remove(): void {
    this.#delivery.abort();
    this.#delivery = new AbortController();
    this.#settings = null;
    this.#lastError = null;
    this.#inFlight.clear();
    this.#busyChats.clear();
  }

  info(): Result<"getWebhookInfo"> {
    return {
      url: this.#settings?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: this.queue.pending.length,
      ...defined({
        max_connections: this.#settings ? (this.#settings.max_connections ?? DEFAULT_CONNECTIONS) : undefined,
        last_error_date: this.#lastError?.date,
        last_error_message: this.#lastError?.message,
        allowed_updates: this.queue.allowed,
      }),
    };
  }

  #deliverMore(): void {
    const settings = this.#settings;
    if (!settings) return;
    for (const update of this.queue.pending) {
      if (this.#inFlight.size >= (settings.max_connections ?? DEFAULT_CONNECTIONS)) return;
      const chat = chatIdOf(update);
      if (this.#inFlight.has(update.update_id) || this.#busyChats.has(chat)) continue;
      this.#inFlight.add(update.update_id);
      this.#busyChats.add(chat);
      void this.#deliver(update, chat, settings, this.#delivery.signal);
    }
  }

  async #deliver(update: Update, chat: number, settings: Settings, signal: AbortSignal): Promise<void> {
    let pause = this.firstPauseMs;
    while (!signal.aborted && this.#stillPending(update)) {
      const failure = await this.#post(update, settings, signal);
      if (failure === null) this.queue.remove(update.update_id);
      else {
        this.#lastError = { date: this.clock.seconds(), message: failure };
        await sleep(pause, signal);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
    if (signal.aborted) return;
    this.#inFlight.delete(update.update_id);
    this.#busyChats.delete(chat);
    this.#deliverMore();
  }

  #stillPending(update: Update): boolean {
    return this.queue.pending.some(({ update_id }) => update_id === update.update_id);
  }

  /** Gives null where the bot took the update, else what went wrong. */
  async #post(update: Update, settings: Settings, signal: AbortSignal): Promise<string | null> {
    const secret: Record<string, string> =
      settings.secret_token === undefined ? {} : { "x-telegram-bot-api-secret-token": settings.secret_token };
    try {
      const answer = await fetch(settings.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...secret },
        body: JSON.stringify(update),
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      });
      const body = await answer.text();
      if (!answer.ok) return `Wrong response from the webhook: ${answer.status} ${answer.statusText}`;
      await this.#runAnswer(body);
      return null;
    } catch (error) {
      return `Connection failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #runAnswer(body: string): Promise<void> {
    if (!body.startsWith("{")) return;
    const { method, ...params } = JSON.parse(body) as RawParams;
    if (typeof method === "string") await this.runMethod(method, params);
  }
}

/** Telegram wants HTTPS; a local Bot API server takes HTTP too, and loopback is where tests listen. */
function checkAddress(address: string): void {
  if (!URL.canParse(address)) throw badRequest("bad webhook: invalid webhook URL specified");
  const { protocol, hostname, port } = new URL(address);
  if (hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]") return;
  if (protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (!PUBLIC_PORTS.includes(port)) {
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
}

function chatIdOf(update: Update): number {
  const inChat =
    update.message ?? update.edited_message ?? update.callback_query?.message ?? update.message_reaction;
  return inChat?.chat.id ?? update.my_chat_member?.chat.id ?? update.pre_checkout_query?.from.id ?? 0;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
