import type { ChatMessage, TelegramEmulator } from "./telegram/index.js";

/**
 * Delivers people's messages to a webhook as Telegram does. The public address is one with https, which stands
 * for a proxy in front; this sends to where that proxy would pass it on.
 */
export class WebhookSender {
  #lastId = 900_000_000;

  constructor(
    private readonly telegram: TelegramEmulator,
    private readonly url: string,
  ) {}

  /** The secret that the bot gave Telegram. */
  get secret(): string {
    const call = this.telegram.calls.findLast(({ method }) => method === "setWebhook");
    return String(call?.params["secret_token"]);
  }

  /** The update that tells of a message. */
  update(message: ChatMessage): object {
    return { update_id: ++this.#lastId, message: message.raw };
  }

  /** Gives the status of the answer. */
  async post(body: object, secret = this.secret): Promise<number> {
    const response = await fetch(`${this.url}/telegram/webhook`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
      body: JSON.stringify(body),
    });
    return response.status;
  }
}
