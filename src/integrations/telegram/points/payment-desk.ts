import { GrammyError, type Api } from "grammy";
import type { PaymentDesk } from "../../../core/ports/payment-desk.js";
import type { UserRepository } from "../../../core/ports/user-repository.js";
import { asTelegramAway, isUnreachable } from "../api-errors.js";
import { chatOf } from "../context.js";
import { plain, send } from "../say.js";
import type { Texts } from "../texts.js";
import { pointsText } from "./amounts.js";

/** Telegram Stars, and a person's private chat. */
export class TelegramPaymentDesk implements PaymentDesk {
  readonly #api: Api;
  readonly #users: UserRepository;
  readonly #texts: Texts;

  constructor(deps: { api: Api; users: UserRepository; texts: Texts }) {
    this.#api = deps.api;
    this.#users = deps.users;
    this.#texts = deps.texts;
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

  async tellReturned(
    personId: string,
    { points, trainingName }: { points: number; trainingName: string | undefined },
  ): Promise<void> {
    const user = await this.#users.get(personId);
    const t = this.#texts.in(this.#texts.nearest(user?.locale));
    const name = trainingName ?? plain(t("posting-training-gone"));
    try {
      await send(this.#api, chatOf(personId), t("cost-returned", { name, points: pointsText(points, t) }));
    } catch (error) {
      if (!isUnreachable(error)) throw asTelegramAway(error) ?? error;
    }
  }
}
