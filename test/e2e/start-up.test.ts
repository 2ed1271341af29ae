import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { freePort, spawnBot, startInProcess } from "../support/darkroom.js";
import { TelegramEmulator } from "../support/telegram/index.js";

async function endOf(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const lines: string[] = [];
  const child = spawnBot(env, lines);
  await once(child, "close");
  return { code: child.exitCode, output: lines.join("\n") };
}

describe("starting up", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-start-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("says without a token where to get one and how to try it without, and exits with 64", async () => {
    const { code, output } = await endOf({});
    expect(code).to.equal(64);
    expect(output).to.contain("@BotFather").and.to.contain("npm run demo").and.to.contain("BOT_TOKEN");
  });

  it("names all that is wrong with the configuration at once, without the secrets, and exits with 64", async () => {
    const { code, output } = await endOf({
      BOT_TOKEN: "not-a-token-but-secret",
      PORT: "70000",
      RUNTIME: "magic",
      BOT_MODE: "webhook",
      PUBLIC_URL: "http://example.org",
      S3_ENDPOINT: "https://s3.example.org",
    });
    expect(code).to.equal(64);
    for (const name of [
      "BOT_TOKEN",
      "PORT",
      "RUNTIME",
      "PUBLIC_URL",
      "S3_ACCESS_KEY_ID",
      "S3_SECRET_ACCESS_KEY",
    ]) {
      expect(output).to.contain(`${name}=`);
    }
    expect(output).to.contain("auto, docker, process").and.not.to.contain("not-a-token-but-secret");
  });

  it("fails with a token that Telegram refuses", async () => {
    const telegram = await TelegramEmulator.start();
    try {
      const { code, output } = await endOf({
        BOT_TOKEN: `999999:${"x".repeat(35)}`,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        DATA_DIR: folder,
        PORT: String(await freePort()),
        HOST: "127.0.0.1",
        RUNTIME: "process",
        GPU_SLOTS: "none",
      });
      expect(code).to.equal(1);
      expect(output).to.contain("401").and.not.to.contain("x".repeat(35));
    } finally {
      await telegram.close();
    }
  });

  it("starts though the list of commands cannot be set, and waits for Telegram", async () => {
    const darkroom = await startInProcess();
    try {
      await darkroom.stop();
      darkroom.telegram.faults.failNext("setMyCommands", {
        errorCode: 400,
        description: "Bad Request: no",
        times: 3,
      });
      darkroom.telegram.faults.badGateway("getMe", { times: 2 });
      darkroom.telegram.faults.badGateway("deleteWebhook", { times: 6 });
      await darkroom.start();
      const chat = darkroom.telegram.person({ id: 1, firstName: "Anna", languageCode: "en" }).privateChat();
      await chat.ask("/help", /How it works/, { timeoutMs: 20_000 });
    } finally {
      await darkroom.close();
    }
  });

  it("says which address is taken, and exits with 1", async () => {
    const taken = createServer();
    taken.listen(0, "127.0.0.1");
    await once(taken, "listening");
    const telegram = await TelegramEmulator.start();
    try {
      const { port } = taken.address() as { port: number };
      const { code, output } = await endOf({
        BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        DATA_DIR: folder,
        PORT: String(port),
        HOST: "127.0.0.1",
        RUNTIME: "process",
        GPU_SLOTS: "none",
      });
      expect(code).to.equal(1);
      expect(output).to.contain(String(port));
    } finally {
      taken.close();
      await telegram.close();
    }
  });
});
