import { existsSync } from "node:fs";
import { startDarkroom } from "./composition/application.js";
import { ConfigError, parseConfig, type Config } from "./config.js";
import { createLogger } from "./integrations/winston/logger.js";

/** sysexits.h: the configuration is wrong. */
const EXIT_CONFIG = 64;
const NO_TOKEN = `Darkroom needs the token of a Telegram bot.

  1. In Telegram, write to @BotFather: /newbot
  2. Put the token it gives you into the file .env:   BOT_TOKEN=123456:ABC…
  3. npm start

To see it work without a token:   npm run demo
`;

await main();

async function main(): Promise<void> {
  const config = readConfig();
  if (config.BOT_TOKEN === undefined && config.ROLE !== "worker") {
    process.stderr.write(NO_TOKEN);
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const logger = createLogger({ level: config.LOG_LEVEL, json: !process.stdout.isTTY });
  try {
    const application = await startDarkroom(config, logger);
    const stop = (): void => {
      logger.info("stopping");
      application.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error("could not stop in order", { error });
          process.exit(1);
        },
      );
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  } catch (error) {
    logger.error("Darkroom could not start", { error });
    process.exitCode = 1;
    // Parts that had started would keep the process alive.
    setTimeout(() => process.exit(1), 500).unref();
  }
}

function readConfig(): Config {
  if (existsSync(".env")) process.loadEnvFile(".env");
  try {
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}
