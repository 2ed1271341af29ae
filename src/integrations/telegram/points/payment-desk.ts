import { GrammyError, type Api } from "grammy";
import type { PaymentDesk } from "../../../core/ports/payment-desk.js";
import { asTelegramAway } from "../api-errors.js";
import { chatOf } from "../context.js";

/** Telegram Stars. */
export class TelegramPaymentDesk implements PaymentDesk {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async refund(personId: string, chargeId: string): Promise<void> {
    try {
      // A person's id is the id of their private chat.
      await this.#api.refundStarPayment(chatOf(personId), chargeId);
    } catch (error) {
      if (error instanceof GrammyError && error.description.includes("CHARGE_ALREADY_REFUNDED")) return;
      throw asTelegramAway(error) ?? error;
    }
  }
}
