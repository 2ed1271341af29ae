/** Commands that are there where points are, as Telegram lists them; each has a text `command-<name>`. */
export const POINT_COMMANDS = ["points", "buy", "paysupport", "terms"] as const;
