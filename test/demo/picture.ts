import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { ensureTrainerEnvironment } from "../../src/integrations/process/environment/trainer-environment.js";
import { TelegramEmulator, type ChatMessage, type PersonChat } from "../support/telegram/index.js";
import { BotProcess } from "./bot-process.js";
import { chatPage, PAGE, snapshot, type Panel, type Shown } from "./chat-page.js";
import { playPerson } from "./person.js";
import { drawPhotos } from "./photos.js";

/** Plays the demo's training and makes the README's picture of the chat: three screens of one and the same run. */
const USAGE = "node --import tsx test/demo/picture.ts OUT.png";
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BROWSER = process.env["CHROMIUM"] ?? "chromium";
/** Screen pixels for each of the page's: sharp on a dense screen, and the file stays small. */
const SCALE = 1.5;
/** Twice the recipe's own: the card is edited every five seconds, and one of the edits has to be about half way. */
const STEPS = 240;

const out = process.argv[2];
const folder = await mkdtemp(join(tmpdir(), "darkroom-picture-"));
try {
  if (out === undefined || process.argv.length > 3) throw new Error(`usage: ${USAGE}`);
  await checkBrowser();
  await ensureTrainerEnvironment({
    python: process.env["TRAINER_PYTHON"],
    requirementsFolder: join(ROOT, "docker", "trainer", "requirements"),
    gpu: false,
    onProgress: say,
  });
  await writeFile(out, await photograph(await play()));
  say(`picture: ${out}`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
await rm(folder, { recursive: true, force: true });
// Whoever still waits for a message of the bot would keep the process alive.
process.exit();

/** @returns the page that shows the run */
async function play(): Promise<string> {
  const telegram = await TelegramEmulator.start({ limits: "telegram" });
  const chat = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" }).privateChat();
  const moments = watch(telegram, chat);
  say("Playing a training; it takes about a minute …");
  const bot = await BotProcess.start({ folder, token: telegram.token, apiRoot: telegram.apiRoot });
  try {
    const photos = await drawPhotos(join(folder, "photos"));
    const person = { photos, asFiles: false, model: /Tiny SDXL/, steps: STEPS };
    const last = await Promise.race([playPerson(chat, person), bot.failure()]);
    if (!last.text.includes("is trained")) throw new Error(`The bot's log ends so:\n${await bot.logTail()}`);
    // The photos lie in the emulator's own folder: the page takes them in before that goes.
    return await chatPage(panelsOf(moments, last));
  } finally {
    await bot.stop();
    await telegram.close();
  }
}

interface Moments {
  collecting?: Shown[];
  confirming?: Shown[];
  /** The progress card that was nearest to the half of its steps, and how far from it. */
  training?: { card: Shown; off: number };
}

/** Keeps what the chat showed when each of the buttons was tapped, and the progress card half way. */
function watch(telegram: TelegramEmulator, chat: PersonChat): Moments {
  const moments: Moments = {};
  telegram.on("tap", ({ button }) => {
    if (button.text.includes("Done")) moments.collecting = chat.messages.map((message) => snapshot(message));
    if (button.text.includes("Start")) moments.confirming = chat.messages.map((message) => snapshot(message));
  });
  telegram.on("edit", (message: ChatMessage) => {
    const [, step, steps] = /Step (\d+) of (\d+)/.exec(message.text) ?? [];
    const off = Math.abs(Number(step) / Number(steps) - 0.5);
    if (off < (moments.training?.off ?? 0.25)) moments.training = { card: snapshot(message), off };
  });
  return moments;
}

function panelsOf({ collecting, confirming, training }: Moments, last: ChatMessage): Panel[] {
  if (collecting === undefined || confirming === undefined || training === undefined) {
    throw new Error("The run went by without its album, its card or the half of its steps. Try again.");
  }
  const end = snapshot(last);
  const seconds = Math.round((end.seen - training.card.seen) / 1000);
  return [collecting, confirming, [training.card, `${seconds} seconds later`, end]];
}

async function checkBrowser(): Promise<void> {
  await promisify(execFile)(BROWSER, ["--version"]).catch((error: unknown) => {
    throw new Error(
      `The picture is drawn by Chromium, and "${BROWSER}" does not start. Install it with the fonts\n` +
        "(Debian: apt-get install chromium fonts-inter fonts-liberation fonts-dejavu-core fonts-noto-color-emoji),\n" +
        "or name its program in CHROMIUM.",
      { cause: error },
    );
  });
}

async function photograph(html: string): Promise<Buffer> {
  const [page, shot] = [join(folder, "page.html"), join(folder, "page.png")];
  await writeFile(page, html);
  await promisify(execFile)(BROWSER, [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--default-background-color=00000000",
    `--user-data-dir=${join(folder, "browser")}`,
    `--force-device-scale-factor=${SCALE}`,
    `--window-size=${PAGE.width},${PAGE.height}`,
    `--screenshot=${shot}`,
    pathToFileURL(page).href,
  ]);
  return sharp(await readFile(shot))
    .png({ compressionLevel: 9, palette: true, quality: 95, effort: 10 })
    .toBuffer();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
