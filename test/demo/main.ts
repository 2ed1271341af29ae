import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { recipeById } from "../../src/core/recipes/index.js";
import { ensureTrainerEnvironment } from "../../src/integrations/process/environment/trainer-environment.js";
import { printTranscript, TelegramEmulator } from "../support/telegram/index.js";
import { BotProcess } from "./bot-process.js";
import { downloadAndCheck, readAnnouncement } from "./model-check.js";
import { parseOptions, USAGE, UsageError, type DemoOptions } from "./options.js";
import { playPerson } from "./person.js";
import { drawPhotos, findPhotos } from "./photos.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MODEL_NAMES: Readonly<Record<string, RegExp>> = {
  "tiny-flux": /Tiny FLUX/,
  "tiny-sdxl": /Tiny SDXL/,
  "tiny-wan": /Tiny WAN/,
};

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) print(USAGE);
  else await demo(options);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  // Whoever still waits for a message of the bot would keep the process alive.
  process.exit(error instanceof UsageError ? 64 : 1);
}

async function demo(options: DemoOptions): Promise<void> {
  await ensureTrainerEnvironment({
    python: process.env["TRAINER_PYTHON"],
    requirementsFolder: join(ROOT, "docker", "trainer", "requirements"),
    gpu: false,
    onProgress: (message) => {
      print(message);
    },
  });
  const folder = options.keep ?? (await mkdtemp(join(tmpdir(), "darkroom-demo-")));
  await mkdir(folder, { recursive: true });
  try {
    const path = await play(options, folder);
    print(`model: ${path}`);
  } finally {
    if (options.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function play(options: DemoOptions, folder: string): Promise<string> {
  const photos =
    options.photos === undefined
      ? await drawPhotos(join(folder, "photos"))
      : await findPhotos(options.photos);
  const telegram = await TelegramEmulator.start({ limits: "telegram" });
  const anna = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" });
  const chat = anna.privateChat();
  const stopPrinting = printTranscript(telegram, chat.id, process.stdout);
  const bot = await BotProcess.start({ folder, token: telegram.token, apiRoot: telegram.apiRoot });
  try {
    const played = playPerson(chat, {
      photos,
      asFiles: options.photos !== undefined,
      model: MODEL_NAMES[options.recipeId] ?? /./,
      steps: options.steps,
    });
    const last = await Promise.race([played, bot.failure()]);
    if (!last.text.includes("is trained")) throw new Error(`The bot's log ends so:\n${await bot.logTail()}`);
    const announced = readAnnouncement(last.text);
    const path = join(options.keep ?? resolve(ROOT, "data", "demo"), announced.fileName);
    print("");
    for (const line of await downloadAndCheck(announced, path, recipeById(options.recipeId)))
      print(`✓ ${line}`);
    return shorter(path);
  } finally {
    stopPrinting();
    await bot.stop();
    await telegram.close();
  }
}

function shorter(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
