import { createHmac, timingSafeEqual } from "node:crypto";
import type { Bot } from "grammy";
import type { Update } from "grammy/types";
import type { BotContext } from "./context.js";
import { ALLOWED_UPDATES } from "./polling.js";
import type { Updates } from "./updates.js";

/** Gets updates by webhook. The secret follows from the token, so nobody has to think one up. */
export class Webhook {
  readonly path: string;
  readonly #bot: Bot<BotContext>;
  readonly #updates: Updates;
  readonly #secret: string;

  constructor(bot: Bot<BotContext>, updates: Updates) {
    this.#bot = bot;
    this.#updates = updates;
    this.#secret = createHmac("sha256", bot.token).update("darkroom webhook").digest("hex");
    this.path = "/telegram/webhook";
  }

  /** Tells Telegram where to send. @param publicUrl https address of the HTTP side */
  async start(publicUrl: string): Promise<void> {
    await this.#bot.api.setWebhook(`${publicUrl}${this.path}`, {
      secret_token: this.#secret,
      allowed_updates: ALLOWED_UPDATES,
    });
  }

  /**
   * Takes one request.
   *
   * @param secret the header `X-Telegram-Bot-Api-Secret-Token`
   * @returns the HTTP status to answer: 200 when the update is on disk, 401 for a wrong secret, 400 for no update
   */
  async receive(secret: string | undefined, body: unknown): Promise<number> {
    if (!this.#knows(secret)) return 401;
    if (!isUpdate(body)) return 400;
    await this.#updates.accept([body]);
    return 200;
  }

  #knows(secret: string | undefined): boolean {
    const given = Buffer.from(secret ?? "");
    const wanted = Buffer.from(this.#secret);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}

function isUpdate(body: unknown): body is Update {
  return (
    typeof body === "object" && body !== null && Number.isSafeInteger((body as Partial<Update>).update_id)
  );
}
