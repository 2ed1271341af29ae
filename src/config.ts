import { z } from "zod";
import { httpUrl, packsFrom, pricesFrom, wholeNumber } from "./config-values.js";

/*
 * All of the configuration in one schema. A description is the text of .env.example; `npm test` checks that
 * the two agree.
 */

const BOT_TOKEN = /^\d{5,16}:[A-Za-z0-9_-]{30,}$/;
const MODEL_REWARD_PERCENT = 10;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const configSchema = z.object({
  BOT_TOKEN: z
    .string()
    .regex(BOT_TOKEN, "a token as @BotFather gives it (123456:ABC…)")
    .optional()
    .describe("Token of your bot. Ask @BotFather in Telegram: /newbot."),
  ROLE: z
    .enum(["all", "bot", "worker"])
    .default("all")
    .describe(
      "What this process does: bot talks to people, worker trains (it needs no token), all does both.",
    ),
  WORKER_NAME: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}$/, "up to 31 letters, digits and hyphens")
    .optional()
    .describe("Tells workers apart that have one DATA_DIR; each keeps its jobs in a folder of this name."),
  BOT_MODE: z
    .enum(["polling", "webhook"])
    .default("polling")
    .describe("How updates come: polling needs no open port; webhook needs PUBLIC_URL with https."),
  TELEGRAM_API_ROOT: httpUrl
    .default("https://api.telegram.org")
    .describe("The Bot API server; a local one lifts the 20 MB limit on files."),
  TELEGRAM_UPLOAD_MB: z.coerce
    .number("megabytes")
    .min(0, "0 to 2000")
    .max(2000, "0 to 2000")
    .default(50)
    .describe(
      "Largest file, a model's or a dataset's, that is sent into the chat; else a link. Telegram takes 50, a local server 2000.",
    ),
  ADMIN_IDS: z
    .string()
    .regex(/^\s*(\d+\s*(,\s*\d+\s*)*)?$/, "Telegram user ids, with commas between")
    .default("")
    .transform((value) =>
      value
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== "")
        .map(Number),
    )
    .describe("Telegram ids of the administrators, with commas between."),
  UPDATES_PER_MINUTE: wholeNumber(20, 1_000_000)
    .default(120)
    .describe(
      "Messages and taps one person may send; half as many at once, photos for a draft not counted. Whoever floods is left aside for a while.",
    ),
  TRAININGS_AT_ONCE: wholeNumber(0, 1_000)
    .default(0)
    .describe("How many trainings of one person may wait and run together; 0 for as many as they like."),
  NEW_ACCOUNT_HOURS: wholeNumber(0, 1_000)
    .default(0)
    .describe("How long a person counts as new, from their first message on; 0 for not at all."),
  NEW_ACCOUNT_TRAININGS: wholeNumber(1, 1_000)
    .default(1)
    .describe("How many trainings a new person may start in that time."),
  DATA_DIR: z.string().min(1).default("./data").describe("Folder of the database, files and jobs."),
  MONGODB_URI: z
    .url({ protocol: /^mongodb(\+srv)?$/, error: "mongodb://host/database or mongodb+srv://…" })
    .optional()
    .describe("MongoDB; without it records are kept in SQLite under DATA_DIR."),
  S3_ENDPOINT: httpUrl
    .optional()
    .describe("S3 or Cloudflare R2; without it files are kept under DATA_DIR and served by this process."),
  S3_PUBLIC_ENDPOINT: httpUrl
    .optional()
    .describe("Where people reach that server, when it is another address; download links lead there."),
  S3_REGION: z.string().min(1).default("auto").describe("Region of the S3 server; R2 says auto."),
  S3_ACCESS_KEY_ID: z.string().min(1).optional().describe("Key of the S3 server; needed with S3_ENDPOINT."),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional().describe("Its secret; needed with S3_ENDPOINT."),
  S3_DATASETS_BUCKET: z
    .string()
    .regex(BUCKET, "a bucket's name")
    .default("datasets")
    .describe("Bucket of the photos; never public."),
  S3_MODELS_BUCKET: z
    .string()
    .regex(BUCKET, "a bucket's name")
    .default("models")
    .describe("Bucket of the trained models."),
  CDN_BASE_URL: httpUrl
    .optional()
    .describe("Public address of the models bucket; links then go there and do not expire."),
  RUNTIME: z
    .enum(["auto", "docker", "process"])
    .default("auto")
    .describe("What starts the trainer; auto takes Docker where an engine has TRAINER_IMAGE."),
  DOCKER_HOST: z
    .string()
    .regex(/^(unix|tcp|http|https|ssh):\/\/.+/, "unix:///path or tcp://host:port")
    .optional()
    .describe("The Docker engine; default is the local socket."),
  DOCKER_DATA_DIR: z
    .string()
    .regex(/^\//, "an absolute path")
    .optional()
    .describe("Where the engine's host has DATA_DIR, when the bot itself runs in a container."),
  DOCKER_SHARED_DISK: z
    .enum(["auto", "true", "false"])
    .default("auto")
    .describe(
      "Whether the engine sees DATA_DIR; jobs are copied where not. auto: on a local socket or with DOCKER_DATA_DIR.",
    ),
  DOCKER_NETWORK: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "the name of one of the engine's networks")
    .default("bridge")
    .describe("The engine's network for a job that fetches base weights; any other job has none."),
  TRAINER_IMAGE: z
    .string()
    .min(1)
    .default("darkroom-trainer")
    .describe("Image of the trainer, built from docker/trainer."),
  GPU_SLOTS: z
    .string()
    .regex(/^(auto|none|[A-Za-z0-9-]+(\s*,\s*[A-Za-z0-9-]+)*)$/, "auto, none, or device ids (0,1)")
    .default("auto")
    .describe("GPUs to train on, one job each: auto, none, or device ids with commas between."),
  TRAINER_PYTHON: z
    .string()
    .min(1)
    .optional()
    .describe("A Python that has the trainer's packages; without it an environment is made once."),
  BASE_MODELS_DIR: z
    .string()
    .min(1)
    .optional()
    .describe("Cache of base weights; default is base-models under DATA_DIR."),
  HF_TOKEN_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("File with a Hugging Face token, for FLUX.1-dev (accept its licence first)."),
  TINY_MODELS: z
    .enum(["auto", "always"])
    .default("auto")
    .describe("Demonstration models: auto offers them only where there is no GPU."),
  OPENAI_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe("Key of an OpenAI-compatible server that writes captions; without it you write them."),
  OPENAI_BASE_URL: httpUrl.default("https://api.openai.com/v1").describe("That server."),
  CAPTION_MODEL: z.string().min(1).default("gpt-4.1-mini").describe("Its model; it must read pictures."),
  CAPTIONS_PER_TRAINING: wholeNumber(1, 100_000)
    .default(600)
    .describe(
      "How many captions one training may ask of it, redone ones included: the cap on what it costs.",
    ),
  TRANSCRIPTION_MODEL: z
    .string()
    .min(1)
    .optional()
    .describe("Its model for speech, such as gpt-4o-mini-transcribe; without it captions cannot be spoken."),
  FACE_CHECK: z
    .enum(["on", "off"])
    .default("on")
    .describe(
      "Whether photos of a person are looked at for one face; it takes about half a second of a core each.",
    ),
  PRICING: z
    .enum(["off", "on"])
    .default("off")
    .describe("Whether trainings cost points; off, nothing costs anything and points show nowhere."),
  PRICES: z
    .string()
    .transform(pricesFrom)
    .optional()
    .describe(
      'Prices of your own: {"flux":{"start":10,"image":0,"minute":1}}. A minute is one of the card that the base model\'s speed was published for.',
    ),
  DAILY_SPEND: wholeNumber(0, 1_000_000)
    .default(0)
    .describe("How many points one person may spend in 24 hours; 0 for as many as they have."),
  WELCOME_POINTS: wholeNumber(0, 1_000_000).default(0).describe("Points that everybody is given once."),
  MODEL_REWARD_PERCENT: wholeNumber(0, 100)
    .default(MODEL_REWARD_PERCENT)
    .describe("Of what is paid to train further from a shared model, so much is its trainer's."),
  DATASET_REWARD_PERCENT: wholeNumber(0, 100)
    .default(0)
    .describe(
      "Of what is paid to train on shared photos, so much is theirs who shared them; with MODEL_REWARD_PERCENT 100 at most.",
    ),
  STAR_PACKS: z
    .string()
    .transform(packsFrom)
    .optional()
    .describe("Points that /buy sells, as points=Stars: 100=100,550=500; without it nothing is sold."),
  SUPPORT_CONTACT: z
    .string()
    .max(200, "200 characters at most")
    .optional()
    .describe("Whom people turn to about payments: @name, an address; default is the administrators."),
  MASKS: z
    .enum(["off", "on"])
    .default("off")
    .describe(
      "Whether a training of a person may learn with masks, made of the photos before it starts; say the same to the bot and its workers.",
    ),
  MASKS_IMAGE: z
    .string()
    .min(1)
    .default("darkroom-trainer:masks")
    .describe(
      "Image that makes them where trainers are containers, built from docker/trainer with LOCK=masks.",
    ),
  MASKS_PYTHON: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A Python 3.10 to 3.12 that makes them elsewhere, with requirements/masks.txt; without it an environment is made once.",
    ),
  HOST: z.string().min(1).default("0.0.0.0").describe("Address that the HTTP side listens on."),
  PORT: z.coerce
    .number("a port number")
    .int()
    .min(0, "0 to 65535")
    .max(65535, "0 to 65535")
    .default(3001)
    .describe("Its port: health, downloads, webhook, metrics."),
  PUBLIC_URL: httpUrl
    .optional()
    .describe("Address under which people reach that port; default http://localhost:PORT."),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, "16 characters or more without spaces, such as openssl rand -hex 24 gives")
    .optional()
    .describe("Whoever sends it as a bearer token may read /metrics; without it there is no such page."),
  LOG_LEVEL: z.enum(["error", "warn", "info", "debug"]).default("info").describe("How much is logged."),
});

export type Config = z.infer<typeof configSchema>;

/** Variables whose value is never shown. */
const SECRETS = /TOKEN$|KEY|SECRET|URI$/;

/** The configuration is wrong; `faults` has a line for each wrong variable. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration is wrong:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.name = "ConfigError";
    this.faults = faults;
  }
}

/**
 * Reads the configuration. Empty values count as absent.
 *
 * @throws ConfigError with all faults at once: the variable, what it got (secrets masked), what it takes
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.keys(configSchema.shape);
  const given: Record<string, string> = {};
  for (const name of known) {
    const value = env[name]?.trim() ?? "";
    if (value !== "") given[name] = value;
  }
  const parsed = configSchema.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  const faults = issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name}=${shown(name, env[name])} — takes ${wanted(issue)}`;
  });
  const named = new Set(issues.map((issue) => String(issue.path[0])));
  for (const [name, fault] of crossFaults(given)) if (!named.has(name)) faults.push(fault);
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return parsed.data;
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.join(", ")}`;
  return issue.message;
}

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return "(not set)";
  // A URL may hold a password before its @.
  return SECRETS.test(name)
    ? "(hidden)"
    : JSON.stringify(value.slice(0, 100).replace(/\/\/[^/]*@/, "//(hidden)@"));
}

/** What one variable asks of another: the variable's name and its fault. */
function crossFaults(given: Readonly<Record<string, string | undefined>>): [name: string, fault: string][] {
  const faults: [string, string][] = [];
  const address = given["PUBLIC_URL"];
  if (given["BOT_MODE"] === "webhook" && address?.startsWith("https://") !== true) {
    const got = shown("PUBLIC_URL", address);
    faults.push(["PUBLIC_URL", `PUBLIC_URL=${got} — takes an https address when BOT_MODE=webhook`]);
  }
  const answers = given["SUPPORT_CONTACT"] ?? given["ADMIN_IDS"];
  if (given["PRICING"] === "on" && given["STAR_PACKS"] !== undefined && answers === undefined)
    faults.push(["STAR_PACKS", "SUPPORT_CONTACT=(not set) — is needed with STAR_PACKS, or ADMIN_IDS"]);
  const { DATASET_REWARD_PERCENT: dataset, MODEL_REWARD_PERCENT: model = MODEL_REWARD_PERCENT } = given;
  if (dataset !== undefined && Number(dataset) + Number(model) > 100) {
    const wanted = `takes at most 100 together with MODEL_REWARD_PERCENT (${model})`;
    faults.push(["DATASET_REWARD_PERCENT", `DATASET_REWARD_PERCENT=${JSON.stringify(dataset)} — ${wanted}`]);
  }
  if (given["S3_ENDPOINT"] !== undefined) {
    for (const name of ["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"]) {
      if (given[name] === undefined) faults.push([name, `${name}=(not set) — is needed with S3_ENDPOINT`]);
    }
  }
  return faults;
}
