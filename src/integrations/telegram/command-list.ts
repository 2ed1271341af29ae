import type { Api } from "grammy";
import type { LanguageCode } from "grammy/types";
import { COMMANDS } from "./commands.js";
import { plain } from "./say.js";
import type { Texts } from "./texts.js";

/** Tells Telegram the bot's commands, in each language; what has no language is shown in English. */
export async function publishCommands(api: Api, texts: Texts): Promise<void> {
  const listIn = (locale: string): { command: string; description: string }[] =>
    COMMANDS.map((command) => ({ command, description: plain(texts.in(locale)(`command-${command}`)) }));
  await api.setMyCommands(listIn("en"));
  for (const locale of texts.locales.filter((code) => code !== "en")) {
    await api.setMyCommands(listIn(locale), { language_code: locale as LanguageCode });
  }
}
