import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, afterEach, before } from "mocha";
import { startDarkroom, type Application } from "../../src/composition/application.js";
import { parseConfig } from "../../src/config.js";
import { FakePython } from "./fake-python.js";
import { RecordingLogger } from "./recording-logger.js";
import { TelegramEmulator, type EmulatorOptions } from "./telegram/index.js";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const SHOWN_LOG_LINES = 60;
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const SOURCE = join(PROJECT, "src", "main.ts");

export interface DarkroomOptions {
  /** Flood limits of the emulated Telegram: off unless a test is about them. */
  readonly telegram?: EmulatorOptions;
  /** Variables of the configuration on top of those that every test needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where its data is to be, made by the caller and removed by them; else a new temporary folder. */
  readonly folder?: string;
  /** The program's main file; its source unless told. */
  readonly main?: string;
  /** What node is given before it. */
  readonly nodeOptions?: readonly string[];
}

/** A whole Darkroom with an emulated Telegram, a data folder of its own and a trainer that is done in a moment. */
export interface Darkroom {
  readonly telegram: TelegramEmulator;
  readonly trainer: FakePython;
  readonly dataFolder: string;
  /** Its HTTP side. */
  readonly url: string;
  /** Starts it on the same data folder, with changed variables if there are any. */
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it in order, as SIGTERM does. */
  stop(): Promise<void>;
  /** The end of what it logged. */
  logTail(): string;
  /** Stops everything and removes the data. */
  close(): Promise<void>;
}

/** A Darkroom that can be killed. */
export interface DarkroomProcess extends Darkroom {
  /** SIGKILL: it has no chance to tidy up. */
  kill(): Promise<void>;
  /** Its process; undefined while none runs. */
  readonly pid: number | undefined;
  /** What it was started with. */
  readonly env: Readonly<Record<string, string>>;
}

/** The Darkroom of a suite: begun before its tests, ended after them, its log shown with a test that failed. */
export function useDarkroom<Kind extends Darkroom>(
  start: (options: DarkroomOptions) => Promise<Kind>,
  options: DarkroomOptions = {},
): () => Kind {
  let darkroom: Kind | undefined;
  before("start Darkroom", async () => {
    darkroom = await start(options);
  });
  afterEach("show the log of a failed test", function () {
    if (this.currentTest?.state === "failed") process.stderr.write(`${darkroom?.logTail() ?? "no log"}\n`);
  });
  after("stop Darkroom", async () => {
    await darkroom?.close();
  });
  return () => {
    if (darkroom === undefined) throw new Error("Darkroom runs within the tests alone");
    return darkroom;
  };
}

export interface Surroundings {
  readonly telegram: TelegramEmulator;
  readonly trainer: FakePython;
  readonly dataFolder: string;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

export async function surroundings(options: DarkroomOptions): Promise<Surroundings> {
  const { telegram: telegramOptions, env } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "darkroom-e2e-")));
  const telegram = await TelegramEmulator.start({ limits: "off", ...telegramOptions });
  const trainer = await FakePython.install(join(folder, "trainer"));
  const port = await freePort();
  const dataFolder = join(folder, "data");
  return {
    telegram,
    trainer,
    dataFolder,
    url: `http://127.0.0.1:${port}`,
    env: {
      BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      DATA_DIR: dataFolder,
      HOST: "127.0.0.1",
      PORT: String(port),
      RUNTIME: "process",
      GPU_SLOTS: "none",
      FACE_CHECK: "off",
      TRAINER_PYTHON: trainer.path,
      MASKS_PYTHON: trainer.path,
      // People of the tests are quicker than hands.
      UPDATES_PER_MINUTE: "1000000",
      ...env,
    },
    remove: async () => {
      await telegram.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** Darkroom in this process: quick to start, and its code is counted in the coverage. */
export async function startInProcess(options: DarkroomOptions = {}): Promise<Darkroom> {
  const { env, remove, ...shared } = await surroundings(options);
  const logger = new RecordingLogger();
  let application: Application | undefined;
  const darkroom: Darkroom = {
    ...shared,
    start: async (changes) => {
      const config = parseConfig({ ...env, ...changes });
      application = await startDarkroom(config, logger);
    },
    stop: async () => {
      const running = application;
      application = undefined;
      await running?.stop();
    },
    logTail: () => logger.entries.slice(-SHOWN_LOG_LINES).map(renderEntry).join("\n"),
    close: async () => {
      await darkroom.stop();
      await remove();
    },
  };
  return begun(darkroom);
}

/** What could not start leaves nothing behind that would keep the tests from ending. */
async function begun<Kind extends Darkroom>(darkroom: Kind): Promise<Kind> {
  try {
    await darkroom.start();
    return darkroom;
  } catch (error) {
    await darkroom.close();
    throw error;
  }
}

function renderEntry({ level, message, fields }: RecordingLogger["entries"][number]): string {
  const shown = Object.entries(fields).map(([name, value]) => {
    const text = value instanceof Error ? (value.stack ?? value.message) : JSON.stringify(value);
    return `${name}=${text}`;
  });
  return [level, message, ...shown].join(" ");
}

/** Darkroom as an operator runs it, in a process of its own. */
export async function startAsProcess(options: DarkroomOptions = {}): Promise<DarkroomProcess> {
  const { env, remove, ...shared } = await surroundings(options);
  const lines: string[] = [];
  let child: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending?.exitCode !== null || ending.signalCode !== null) return;
    ending.kill(signal);
    await once(ending, "exit");
  };
  const darkroom: DarkroomProcess = {
    ...shared,
    env,
    get pid() {
      return child?.pid;
    },
    start: async (changes) => {
      child = spawnBot({ ...env, ...changes }, lines, options);
      await ready(child, shared.url, lines);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    logTail: () => lines.slice(-SHOWN_LOG_LINES).join("\n"),
    close: async () => {
      await darkroom.stop();
      await remove();
    },
  };
  return begun(darkroom);
}

/** Programs do not outlive the tests that started them, however those end. */
const living = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

/** A folder without an .env is where it runs, so that an operator's own settings have no part in the tests. */
export function spawnBot(
  env: Readonly<Record<string, string>>,
  lines: string[],
  { main = SOURCE, nodeOptions = [] }: Pick<DarkroomOptions, "main" | "nodeOptions"> = {},
): ChildProcess {
  const loader = main.endsWith(".ts") ? ["--import", TSX] : [];
  const { PATH = "", HOME = "", LANG = "C.UTF-8" } = process.env;
  const child = spawn(process.execPath, [...loader, ...nodeOptions, main], {
    cwd: tmpdir(),
    env: { PATH, HOME, LANG, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  living.add(child);
  child.once("exit", () => living.delete(child));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trimEnd().split("\n")));
  }
  return child;
}

/** It serves its health page once it takes updates. */
export async function ready(child: ChildProcess, url: string, lines: readonly string[]): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Darkroom ended with ${child.exitCode ?? child.signalCode}:\n${lines.join("\n")}`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
