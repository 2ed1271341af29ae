import { badRequest, notEmulated } from "../api-error.js";
import { refundCharge } from "../refund.js";
import type { InlineKeyboard, Message, Params } from "../wire.js";
import type { Call, Handlers } from "./call.js";
import { address, post } from "./outgoing.js";

const MAX_TRANSACTIONS = 100;

function invoiceAmount({ currency, prices, provider_token = "" }: Params<"sendInvoice">): number {
  if (currency !== "XTR") throw notEmulated("payments in anything but Telegram Stars (XTR)");
  const [price] = prices;
  if (provider_token !== "" || prices.length !== 1 || price === undefined)
    throw badRequest("STARS_INVOICE_INVALID");
  if (!Number.isInteger(price.amount) || price.amount < 1) throw badRequest("CURRENCY_TOTAL_AMOUNT_INVALID");
  return price.amount;
}

function checkInvoice({ title, description, payload }: Params<"sendInvoice">): void {
  if (title === "" || title.length > 32) throw badRequest("INVOICE_TITLE_INVALID");
  if (description === "" || description.length > 255) throw badRequest("INVOICE_DESCRIPTION_INVALID");
  if (payload === "" || Buffer.byteLength(payload) > 128) throw badRequest("INVOICE_PAYLOAD_INVALID");
}

function sendInvoice(params: Params<"sendInvoice">, call: Call): Message {
  const amount = invoiceAmount(params);
  checkInvoice(params);
  const { title, description, currency, start_parameter = "", payload } = params;
  const envelope = address(call, params, true);
  const ownKeyboard: InlineKeyboard = { inline_keyboard: [[{ text: `Pay ⭐️${amount}`, pay: true }]] };
  const content = {
    invoice: { title, description, start_parameter, currency, total_amount: amount },
    reply_markup: envelope.shared.reply_markup ?? ownKeyboard,
  };
  const stored = post(call, envelope, content);
  stored.invoicePayload = payload;
  return stored.message;
}

export const paymentMethods = {
  sendInvoice,
  answerPreCheckoutQuery({ pre_checkout_query_id: id, ok, error_message: error }, { world }) {
    if (!ok && (error ?? "") === "") throw badRequest('parameter "error_message" is required');
    world.checkouts.answer(id, { ok, error });
    return true;
  },
  refundStarPayment({ user_id, telegram_payment_charge_id: id }, { world }) {
    refundCharge(world, user_id, id);
    return true;
  },
  getStarTransactions({ offset = 0, limit = MAX_TRANSACTIONS }, { world }) {
    if (limit < 1 || limit > MAX_TRANSACTIONS) throw badRequest("LIMIT_INVALID");
    return { transactions: world.payments.transactions(offset, limit) };
  },
  getMyStarBalance: (_params, { world }) => ({ amount: world.payments.balance }),
} satisfies Handlers;
