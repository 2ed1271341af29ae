import { badRequest } from "../api-error.js";
import type { Params } from "../wire.js";
import type { Handlers } from "./call.js";

const MAX_COMMANDS = 100;

type Scope = Params<"getMyCommands">;

function scopeKey({ scope = { type: "default" }, language_code = "" }: Scope): string {
  if (language_code !== "" && !/^[a-z]{2}$/.test(language_code)) throw badRequest("LANG_CODE_INVALID");
  return `${JSON.stringify(Object.entries(scope).sort())}:${language_code}`;
}

function checkCommands(commands: Params<"setMyCommands">["commands"]): void {
  if (commands.length > MAX_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  for (const { command, description } of commands) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
    if (description.trim() === "" || description.length > 256)
      throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
}

function limited(text: string | undefined, max: number, error: string): string {
  if (text !== undefined && text.length > max) throw badRequest(error);
  return text ?? "";
}

export const profileMethods = {
  setMyCommands(params, { world }) {
    checkCommands(params.commands);
    const plain = params.commands.map((one) => ({ ...one, command: one.command.replace(/^\//, "") }));
    world.profile.commands.set(scopeKey(params), plain);
    return true;
  },
  getMyCommands: (params, { world }) => world.profile.commands.get(scopeKey(params)) ?? [],
  deleteMyCommands(params, { world }) {
    world.profile.commands.delete(scopeKey(params));
    return true;
  },
  setMyName({ name, language_code = "" }, { world }) {
    world.profile.names.set(language_code, limited(name, 64, "BOT_TITLE_INVALID"));
    return true;
  },
  getMyName({ language_code = "" }, { world }) {
    const { names } = world.profile;
    return { name: names.get(language_code) ?? names.get("") ?? world.bot.first_name };
  },
  setMyDescription({ description, language_code = "" }, { world }) {
    world.profile.descriptions.set(language_code, limited(description, 512, "BOT_DESCRIPTION_INVALID"));
    return true;
  },
  getMyDescription({ language_code = "" }, { world }) {
    const { descriptions } = world.profile;
    return { description: descriptions.get(language_code) ?? descriptions.get("") ?? "" };
  },
  setMyShortDescription({ short_description, language_code = "" }, { world }) {
    world.profile.shortDescriptions.set(
      language_code,
      limited(short_description, 120, "BOT_SHORT_DESCRIPTION_INVALID"),
    );
    return true;
  },
  getMyShortDescription({ language_code = "" }, { world }) {
    const { shortDescriptions } = world.profile;
    return { short_description: shortDescriptions.get(language_code) ?? shortDescriptions.get("") ?? "" };
  },
  setChatMenuButton({ chat_id = null, menu_button }, { world }) {
    if (chat_id !== null) world.chats.find(chat_id);
    world.profile.menuButtons.set(chat_id, menu_button ?? { type: "default" });
    return true;
  },
  getChatMenuButton({ chat_id = null }, { world }) {
    const { menuButtons } = world.profile;
    return menuButtons.get(chat_id) ?? menuButtons.get(null) ?? { type: "commands" };
  },
} satisfies Handlers;
