import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Context } from "mocha";
import type { Stores } from "../../src/core/ports/stores.js";
import { openMongo } from "../../src/integrations/mongo/open.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { freePort, ready, spawnBot, surroundings, type Surroundings } from "./darkroom.js";
import { mongoHarness } from "./mongo-harness.js";
import { makeTestBucket } from "./s3-bucket.js";

/** What the processes of an installation have in common. */
interface Common {
  readonly env: Readonly<Record<string, string>>;
  /** Where a process of this name keeps its own. */
  dataFolder(name: string): string;
  open(): Promise<Stores>;
  remove(): Promise<void>;
}

export type MakeCommon = (context: Context, around: Surroundings) => Promise<Common>;

/** One host: one SQLite file and one folder of files for all. */
export const onOneHost: MakeCommon = (_context, { dataFolder }) =>
  Promise.resolve({
    env: {},
    dataFolder: () => dataFolder,
    open: () => openSqlite(join(dataFolder, "darkroom.sqlite")),
    remove: () => Promise.resolve(),
  });

/** A host for each process, with a folder of its own; MongoDB and S3 between them. */
export const onManyHosts: MakeCommon = async (context, { dataFolder }) => {
  const mongo = await mongoHarness(context);
  const [datasets, models] = [await makeTestBucket(context), await makeTestBucket(context)];
  const { endpoint = "", region, accessKeyId, secretAccessKey } = datasets.options;
  return {
    env: {
      MONGODB_URI: mongo.uri,
      S3_ENDPOINT: endpoint,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      S3_DATASETS_BUCKET: datasets.bucket,
      S3_MODELS_BUCKET: models.bucket,
    },
    dataFolder: (name) => join(dataFolder, name),
    open: () => openMongo(mongo.uri),
    remove: async () => {
      await mongo.dispose();
      await Promise.all([datasets.remove(), models.remove()]);
    },
  };
};

/** One process of a fleet. */
export interface Member {
  readonly name: string;
  /** Its HTTP side. */
  readonly url: string;
  readonly folder: string;
  readonly log: readonly string[];
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM, and its end. */
  stop(): Promise<void>;
  /** SIGSTOP: it stands still, and does not know. */
  freeze(): void;
  wake(): void;
}

/** Several processes of one installation, with one emulated Telegram and one trainer that is done in a moment. */
export class Fleet {
  readonly members = new Map<string, Member>();
  readonly #children = new Map<string, ChildProcess>();

  private constructor(
    readonly around: Surroundings,
    readonly common: Common,
    readonly stores: Stores,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @param context of a `before` hook: skips the suite where a server is missing */
  static async gather(
    context: Context,
    make: MakeCommon,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Fleet> {
    const around = await surroundings({});
    try {
      const common = await make(context, around);
      return new Fleet(around, common, await common.open(), { ...common.env, ...env });
    } catch (error) {
      await around.remove();
      throw error;
    }
  }

  /** Starts a process of this name, or starts it again. */
  async start(name: string, env: Readonly<Record<string, string>> = {}): Promise<Member> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const folder = this.common.dataFolder(name);
    const log: string[] = [];
    const all = { ...this.around.env, ...this.env, DATA_DIR: folder, PORT: String(port), ...env };
    const child = spawnBot(all, log);
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, "exit");
    };
    const member: Member = {
      name,
      url,
      folder,
      log,
      kill: () => end("SIGKILL"),
      stop: () => end("SIGTERM"),
      freeze: () => void child.kill("SIGSTOP"),
      wake: () => void child.kill("SIGCONT"),
    };
    this.members.set(name, member);
    this.#children.set(name, child);
    await ready(child, url, log);
    return member;
  }

  /** A process that talks and trains nothing. */
  async bot(name: string, env: Readonly<Record<string, string>> = {}): Promise<Member> {
    return this.start(name, { ROLE: "bot", ...env });
  }

  /** A process that trains and has no token. */
  async worker(name: string, env: Readonly<Record<string, string>> = {}): Promise<Member> {
    return this.start(name, { ROLE: "worker", BOT_TOKEN: "", WORKER_NAME: name, ...env });
  }

  /** The end of what each of them logged. */
  logTail(): string {
    return [...this.members.values()]
      .map(({ name, log }) => `--- ${name}\n${log.slice(-40).join("\n")}`)
      .join("\n");
  }

  /** Ends all processes and removes what they left. */
  async disband(): Promise<void> {
    for (const child of this.#children.values()) child.kill("SIGCONT");
    await Promise.all([...this.members.values()].map((member) => member.kill()));
    await this.stores.close();
    await this.common.remove();
    await this.around.remove();
  }
}
