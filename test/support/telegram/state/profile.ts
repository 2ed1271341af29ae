import type { Params, Result } from "../wire.js";

type Commands = Params<"setMyCommands">["commands"];

/** What the bot has set about itself; by language, "" being everybody else's. */
export class BotProfile {
  readonly commands = new Map<string, Commands>();
  readonly names = new Map<string, string>();
  readonly descriptions = new Map<string, string>();
  readonly shortDescriptions = new Map<string, string>();
  readonly menuButtons = new Map<number | null, Result<"getChatMenuButton">>();
}
