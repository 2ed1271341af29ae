import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LOG_TAIL_LINES = 30;
const STOP_MS = 15_000;

/** The bot as an operator runs it: a process of its own, with its log in a file. */
export class BotProcess {
  readonly log: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;

  private constructor(child: ChildProcess, log: string) {
    this.log = log;
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once("exit", (code) => {
        resolve(code);
      });
    });
  }

  /** @param settings.folder keeps the bot's data and its log */
  static async start(settings: { folder: string; token: string; apiRoot: string }): Promise<BotProcess> {
    const log = join(settings.folder, "bot.log");
    const port = await freePort();
    const child = spawn(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), join(ROOT, "src/main.ts")],
      {
        // A folder without an .env: an operator's own settings have no part in the demo.
        cwd: settings.folder,
        env: {
          ...inherited(),
          BOT_TOKEN: settings.token,
          TELEGRAM_API_ROOT: settings.apiRoot,
          DATA_DIR: join(settings.folder, "data"),
          HOST: "127.0.0.1",
          PORT: String(port),
          RUNTIME: "process",
          GPU_SLOTS: "none",
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const file = createWriteStream(log);
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    return new BotProcess(child, log);
  }

  /** Rejects when the bot ends by itself, with the end of its log. */
  async failure(): Promise<never> {
    const code = await this.#exited;
    throw new Error(`The bot ended with ${String(code)}. The end of its log:\n${await this.logTail()}`);
  }

  async logTail(): Promise<string> {
    return (await readFile(this.log, "utf8")).trimEnd().split("\n").slice(-LOG_TAIL_LINES).join("\n");
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    await this.#exited;
    clearTimeout(timer);
  }
}

/** What a program needs of its surroundings, and the trainer's Python where one is named; nothing of Darkroom's else. */
function inherited(): NodeJS.ProcessEnv {
  const names = [
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "TRAINER_PYTHON",
    "SSL_CERT_FILE",
    "PIP_CERT",
  ];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}
