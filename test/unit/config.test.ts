import { expect } from "chai";
import { describe, it } from "mocha";
import { ConfigError, configSchema, parseConfig } from "../../src/config.js";

const TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc";
const DEFAULTS = {
  ROLE: "all",
  BOT_MODE: "polling",
  TELEGRAM_API_ROOT: "https://api.telegram.org",
  TELEGRAM_UPLOAD_MB: 50,
  ADMIN_IDS: [],
  UPDATES_PER_MINUTE: 120,
  TRAININGS_AT_ONCE: 0,
  NEW_ACCOUNT_HOURS: 0,
  NEW_ACCOUNT_TRAININGS: 1,
  DATA_DIR: "./data",
  S3_REGION: "auto",
  S3_DATASETS_BUCKET: "datasets",
  S3_MODELS_BUCKET: "models",
  RUNTIME: "auto",
  DOCKER_SHARED_DISK: "auto",
  DOCKER_NETWORK: "bridge",
  TRAINER_IMAGE: "darkroom-trainer",
  FACE_CHECK: "on",
  PRICING: "off",
  DAILY_SPEND: 0,
  WELCOME_POINTS: 0,
  MODEL_REWARD_PERCENT: 10,
  DATASET_REWARD_PERCENT: 0,
  MASKS: "off",
  MASKS_IMAGE: "darkroom-trainer:masks",
  GPU_SLOTS: "auto",
  TINY_MODELS: "auto",
  OPENAI_BASE_URL: "https://api.openai.com/v1",
  CAPTION_MODEL: "gpt-4.1-mini",
  CAPTIONS_PER_TRAINING: 600,
  HOST: "0.0.0.0",
  PORT: 3001,
  LOG_LEVEL: "info",
} as const;

function faultsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigError);
    return (error as ConfigError).faults;
  }
  return [];
}

describe("the configuration", () => {
  it("needs nothing: every variable has a default or may be absent", () => {
    expect(parseConfig({})).to.deep.equal(DEFAULTS);
  });

  it("takes empty and blank values as absent", () => {
    const empty = Object.fromEntries(Object.keys(configSchema.shape).map((name) => [name, ""]));
    expect(parseConfig(empty)).to.deep.equal(DEFAULTS);
    expect(parseConfig({ BOT_TOKEN: "  ", PORT: "\t", HOST: undefined })).to.deep.equal(DEFAULTS);
  });

  it("passes over what is no variable of it", () => {
    expect(parseConfig({ PATH: "/bin", BOT_TOKENS: "x", __proto__: "y" })).to.deep.equal(DEFAULTS);
  });

  it("takes each variable's good values", () => {
    const config = parseConfig({
      BOT_TOKEN: ` ${TOKEN} `,
      BOT_MODE: "webhook",
      PUBLIC_URL: "https://darkroom.example/bot//",
      ADMIN_IDS: " 5472638766, 7 ",
      MONGODB_URI: "mongodb+srv://u:p@cluster.example/darkroom",
      S3_ENDPOINT: "http://127.0.0.1:9000/",
      S3_ACCESS_KEY_ID: "id",
      S3_SECRET_ACCESS_KEY: "secret",
      CDN_BASE_URL: "https://cdn.example",
      DOCKER_HOST: "unix:///var/run/docker.sock",
      GPU_SLOTS: "0, GPU-5f0c",
      PORT: "0",
      LOG_LEVEL: "debug",
    });
    expect(config).to.deep.include({
      BOT_TOKEN: TOKEN,
      BOT_MODE: "webhook",
      PUBLIC_URL: "https://darkroom.example/bot",
      ADMIN_IDS: [5472638766, 7],
      S3_ENDPOINT: "http://127.0.0.1:9000",
      GPU_SLOTS: "0, GPU-5f0c",
      PORT: 0,
      LOG_LEVEL: "debug",
    });
  });

  it("names all faults at once: the variable, what it got, what it takes", () => {
    const env = {
      BOT_MODE: "websocket",
      TELEGRAM_API_ROOT: "api.telegram.org",
      ADMIN_IDS: "@ada",
      S3_DATASETS_BUCKET: "My Bucket",
      RUNTIME: "podman",
      DOCKER_HOST: "docker",
      GPU_SLOTS: "0,,1",
      PORT: "70000",
      LOG_LEVEL: "loud",
    };
    expect(faultsOf(env)).to.deep.equal([
      'BOT_MODE="websocket" — takes one of polling, webhook',
      'TELEGRAM_API_ROOT="api.telegram.org" — takes a full http or https URL',
      'ADMIN_IDS="@ada" — takes Telegram user ids, with commas between',
      'S3_DATASETS_BUCKET="My Bucket" — takes a bucket\'s name',
      'RUNTIME="podman" — takes one of auto, docker, process',
      'DOCKER_HOST="docker" — takes unix:///path or tcp://host:port',
      'GPU_SLOTS="0,,1" — takes auto, none, or device ids (0,1)',
      'PORT="70000" — takes 0 to 65535',
      'LOG_LEVEL="loud" — takes one of error, warn, info, debug',
    ]);
    for (const fault of faultsOf(env)) expect(() => parseConfig(env)).to.throw(ConfigError, fault);
  });

  it("refuses a port that is no whole number", () => {
    for (const PORT of ["http", "80.5", "-1", "65536"]) expect(faultsOf({ PORT }), PORT).to.have.lengthOf(1);
  });

  it("never shows a secret", () => {
    const secret = "hunter2hunter2";
    const env = {
      BOT_TOKEN: secret,
      MONGODB_URI: `postgres://u:${secret}@h/d`,
      OPENAI_BASE_URL: `ftp://u:${secret}@h`,
    };
    const faults = faultsOf(env);
    expect(faults).to.have.lengthOf(3);
    for (const fault of faults)
      expect(fault)
        .to.match(/\(hidden\)/)
        .and.not.include(secret);
  });

  it("cuts an endless value", () => {
    const [fault = ""] = faultsOf({ LOG_LEVEL: "x".repeat(5000) });
    expect(fault).to.have.lengthOf.below(200);
  });

  it("asks for an https address with a webhook", () => {
    const wanted = "takes an https address when BOT_MODE=webhook";
    expect(faultsOf({ BOT_MODE: "webhook" })).to.deep.equal([`PUBLIC_URL=(not set) — ${wanted}`]);
    expect(faultsOf({ BOT_MODE: "webhook", PUBLIC_URL: "http://a.example" })).to.deep.equal([
      `PUBLIC_URL="http://a.example" — ${wanted}`,
    ]);
    expect(faultsOf({ BOT_MODE: "webhook", PUBLIC_URL: "https://a.example" })).to.deep.equal([]);
  });

  it("asks for the keys of an S3 server, beside any other fault", () => {
    expect(faultsOf({ S3_ENDPOINT: "https://s3.example", LOG_LEVEL: "loud" })).to.deep.equal([
      'LOG_LEVEL="loud" — takes one of error, warn, info, debug',
      "S3_ACCESS_KEY_ID=(not set) — is needed with S3_ENDPOINT",
      "S3_SECRET_ACCESS_KEY=(not set) — is needed with S3_ENDPOINT",
    ]);
  });

  it("shares no more than all of a payment", () => {
    const wanted = "takes at most 100 together with MODEL_REWARD_PERCENT";
    expect(faultsOf({ DATASET_REWARD_PERCENT: "91" })).to.deep.equal([
      `DATASET_REWARD_PERCENT="91" — ${wanted} (10)`,
    ]);
    expect(faultsOf({ DATASET_REWARD_PERCENT: "50", MODEL_REWARD_PERCENT: "51" })).to.deep.equal([
      `DATASET_REWARD_PERCENT="50" — ${wanted} (51)`,
    ]);
    expect(faultsOf({ DATASET_REWARD_PERCENT: "90" })).to.deep.equal([]);
    expect(faultsOf({ DATASET_REWARD_PERCENT: "many" })).to.have.lengthOf(1);
    expect(faultsOf({ DATASET_REWARD_PERCENT: "100", MODEL_REWARD_PERCENT: "0" })).to.deep.equal([]);
  });

  it("has one line for a variable that is wrong twice", () => {
    expect(faultsOf({ BOT_MODE: "webhook", PUBLIC_URL: "darkroom" })).to.deep.equal([
      'PUBLIC_URL="darkroom" — takes a full http or https URL',
    ]);
  });

  it("keeps the token's form in mind", () => {
    expect(parseConfig({ BOT_TOKEN: TOKEN }).BOT_TOKEN).to.equal(TOKEN);
    for (const BOT_TOKEN of ["123456:ABC", "token", `bot${TOKEN}`, `${TOKEN} x`]) {
      expect(faultsOf({ BOT_TOKEN })).to.deep.equal([
        "BOT_TOKEN=(hidden) — takes a token as @BotFather gives it (123456:ABC…)",
      ]);
    }
  });
});
