import { postAsPerson } from "../actions.js";
import { refundCharge } from "../refund.js";
import { userOf } from "../state/chats.js";
import type { ChatRecord, PersonRecord } from "../state/chats.js";
import type { World } from "../world.js";
import type { ChatMessage } from "./message.js";
import { within } from "./waiting.js";

export interface PayOptions {
  /** How long the bot may take to answer the pre-checkout query, in ms; Telegram's own limit is ten seconds. */
  timeoutMs?: number;
  /** Charges the person without telling the bot yet: `deliver()` does that. */
  hold?: boolean;
}

export type PaymentResult =
  | {
      ok: true;
      chargeId: string;
      /** Tells the bot of the payment: the held first time, or once more as after a lost confirmation. */
      deliver: () => void;
      /** Telegram itself gives the Stars back, as its support does; the bot is told. */
      refund: () => void;
    }
  | { ok: false; error: string };

const CHECKOUT_TIMEOUT_MS = 10_000;

/** Pays an invoice: asks the bot first, then charges the Stars and sends the message that says so. */
export async function pay(
  world: World,
  person: PersonRecord,
  chat: ChatRecord,
  message: ChatMessage,
  options: PayOptions,
): Promise<PaymentResult> {
  const { invoice } = message.raw;
  const payload = message.stored.invoicePayload;
  if (!invoice || payload === undefined) throw new Error(`message ${message.id} is no invoice`);
  const { currency, total_amount } = invoice;
  const { id, answer } = world.checkouts.ask();
  const query = { id, from: userOf(person), currency, total_amount, invoice_payload: payload };
  world.updates.push("pre_checkout_query", query);
  const { timeoutMs = CHECKOUT_TIMEOUT_MS } = options;
  const checked = await within(
    answer,
    timeoutMs,
    () => `the bot did not answer the pre-checkout query in ${timeoutMs} ms`,
  );
  if (!checked.ok) return { ok: false, error: checked.error ?? "" };
  const charge = world.payments.charge(person, total_amount, payload);
  const paid = {
    currency,
    total_amount,
    invoice_payload: payload,
    telegram_payment_charge_id: charge.id,
    provider_payment_charge_id: `${person.profile.id}_${id}`,
  };
  const deliver = onceThenAgain(
    () => postAsPerson(world, person, chat, { successful_payment: paid }),
    (stored) => {
      world.updates.push("message", stored.message);
    },
  );
  if (options.hold !== true) deliver();
  const refund = (): void => {
    refundCharge(world, person.profile.id, charge.id);
  };
  return { ok: true, chargeId: charge.id, deliver, refund };
}

/** The first call does it, every further one repeats what came of it. */
function onceThenAgain<T>(first: () => T, again: (made: T) => void): () => void {
  let made: T | undefined;
  return () => {
    if (made === undefined) made = first();
    else again(made);
  };
}
