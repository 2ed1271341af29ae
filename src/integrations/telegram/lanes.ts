import type { Update } from "grammy/types";

/**
 * Updates of one lane are handled one after the other: those of a person in a chat. Telegram waits ten seconds for
 * the answer to a payment that is about to be made, so that this one waits for nothing.
 */
export function laneOf({ message, callback_query: tap, pre_checkout_query: checkout }: Update): string {
  if (checkout !== undefined) return `checkout:${checkout.id}`;
  const chat = message?.chat ?? tap?.message?.chat;
  const from = message?.from ?? tap?.from;
  return `${chat?.id ?? ""}:${from?.id ?? ""}`;
}

/** Whether somebody paid or was paid back: that is never given up, and stays in the inbox until it is in the books. */
export function isAboutMoney({ message }: Update): boolean {
  return message?.successful_payment !== undefined || message?.refunded_payment !== undefined;
}
