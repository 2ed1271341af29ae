import { postAsBot } from "./actions.js";
import type { World } from "./world.js";

/**
 * Gives the Stars of a charge back, for the bot or by Telegram itself. The person sees that, and so does the bot.
 *
 * @throws ApiError 400 for a charge that is unknown, another person's or refunded already
 */
export function refundCharge(world: World, userId: number, chargeId: string): void {
  const { person, amount, payload } = world.payments.refund(userId, chargeId);
  const refunded = {
    currency: "XTR" as const,
    total_amount: amount,
    invoice_payload: payload,
    telegram_payment_charge_id: chargeId,
  };
  const stored = postAsBot(world, { type: "private", person }, { refunded_payment: refunded });
  world.updates.push("message", stored.message);
}
