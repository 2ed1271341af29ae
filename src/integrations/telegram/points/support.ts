import type { BotContext } from "../context.js";
import { escapeHtml } from "../texts.js";

/** Whom people turn to about payments. */
export interface Support {
  /** As the operator wrote it: a name, an address. */
  readonly contact: string | undefined;
  readonly adminIds: readonly number[];
}

/** HTML: the operator's contact, else links to the administrators. */
export function contactText(ctx: BotContext, { contact, adminIds }: Support): string {
  if (contact !== undefined) return escapeHtml(contact);
  if (adminIds.length === 0) return ctx.t("support-operator");
  return adminIds
    .map((id) => `<a href="tg://user?id=${id}">${ctx.t("support-administrator")}</a>`)
    .join(", ");
}

export function paySupportText(ctx: BotContext, support: Support): string {
  return `${ctx.t("paysupport")}\n\n${ctx.t("support-contact")} ${contactText(ctx, support)}`;
}

export function termsText(ctx: BotContext, support: Support): string {
  return `${ctx.t("terms")}\n\n${ctx.t("support-contact")} ${contactText(ctx, support)}`;
}
