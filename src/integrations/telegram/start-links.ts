import type { BotContext } from "./context.js";
import { isHelpTopic, type HelpTopic } from "./help-topics.js";

/** What a link to the bot asks for. */
export type StartLink =
  | { readonly kind: "menu" | "train" | "trainings" | "language" | "forget" }
  | { readonly kind: "help"; readonly topic: HelpTopic | undefined }
  | { readonly kind: "share" | "photos"; readonly token: string }
  | { readonly kind: "gift"; readonly code: string };

/** Tokens of shares, as they are in links and in buttons. */
export const SHARE_TOKEN = /[A-Za-z0-9_-]{22}/;

/** With any token: one that was cut short on its way is told to be no good. */
const SHARES = { share: /^share_(.*)$/, photos: /^photos_(.*)$/ } as const;
const GIFT = /^gift_(.*)$/;
const HELP = /^help(?:_(.*))?$/;
const SCREENS = ["train", "trainings", "language", "forget"] as const;

/** Reads what follows /start; what is no link of ours asks for the main menu. */
export function readStartLink(payload: string): StartLink {
  const screen = SCREENS.find((name) => name === payload);
  if (screen !== undefined) return { kind: screen };
  for (const kind of ["share", "photos"] as const) {
    const token = SHARES[kind].exec(payload)?.[1];
    if (token !== undefined) return { kind, token };
  }
  const code = GIFT.exec(payload)?.[1];
  if (code !== undefined) return { kind: "gift", code };
  const help = HELP.exec(payload);
  if (help === null) return { kind: "menu" };
  const [, topic = ""] = help;
  return { kind: "help", topic: isHelpTopic(topic) ? topic : undefined };
}

/** A link that opens the private chat with the bot and says this to it. */
export function startLink(ctx: BotContext, payload: string): string {
  return `https://t.me/${ctx.me.username}?start=${payload}`;
}

/** What the private chat is opened with to redeem a gift code; for what cannot be one, to be told how. */
export function giftPayload(code: string): string {
  const letters = code.replace(/[\s-]/g, "");
  return /^[A-Za-z0-9]{1,59}$/.test(letters) ? `gift_${letters}` : "";
}

/** The link by which a shared model can be taken. */
export function shareLink(ctx: BotContext, token: string): string {
  return startLink(ctx, `share_${token}`);
}

/** The link by which a training can be begun with shared photos. */
export function photosLink(ctx: BotContext, token: string): string {
  return startLink(ctx, `photos_${token}`);
}
