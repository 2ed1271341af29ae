import type { Api } from "grammy";
import type { LanguageCode } from "grammy/types";
import { ADMIN_COMMAND } from "./admin/admin-chat.js";
import { COMMANDS, GROUP_COMMANDS } from "./commands.js";
import { plain } from "./say.js";
import type { Texts } from "./texts.js";

/**
 * Tells Telegram the bot's commands, in each language; what has no language is shown in English. In groups,
 * those alone that are not a person's own business.
 *
 * @param more commands of what not every installation has
 */
export async function publishCommands(api: Api, texts: Texts, more: readonly string[] = []): Promise<void> {
  for (const { commands, language } of lists(texts, [...COMMANDS, ...more]))
    await api.setMyCommands(commands, language);
  const scope = { type: "all_group_chats" } as const;
  for (const { commands, language } of lists(texts, GROUP_COMMANDS))
    await api.setMyCommands(commands, { ...language, scope });
}

/**
 * The same with the administrators' command, in an administrator's private chat.
 *
 * @throws GrammyError when they have not begun a chat with the bot
 */
export async function publishAdminCommands(
  api: Api,
  texts: Texts,
  adminId: number,
  more: readonly string[] = [],
): Promise<void> {
  const scope = { type: "chat", chat_id: adminId } as const;
  for (const { commands, language } of lists(texts, [...COMMANDS, ...more, ADMIN_COMMAND])) {
    await api.setMyCommands(commands, { ...language, scope });
  }
}

interface CommandList {
  readonly commands: { command: string; description: string }[];
  readonly language: { language_code?: LanguageCode };
}

function lists(texts: Texts, names: readonly string[]): CommandList[] {
  return texts.locales.map((locale) => ({
    commands: names.map((command) => ({
      command,
      description: plain(texts.in(locale)(`command-${command}`)),
    })),
    language: locale === "en" ? {} : { language_code: locale as LanguageCode },
  }));
}
