import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBlobs } from "../../../src/composition/blobs.js";
import { openStores } from "../../../src/composition/stores.js";
import { parseConfig, type Config } from "../../../src/config.js";
import type { Stores } from "../../../src/core/ports/stores.js";
import { SystemClock } from "../../../src/integrations/system/system-clock.js";
import { startAsProcess, type DarkroomProcess } from "../../support/darkroom.js";
import type { TrainerBehaviour } from "../../support/fake-python.js";
import { MONEY } from "./money.js";
import { startEngine, type EngineOptions, type OwnEngine } from "./own-engine.js";
import { mountSmallDisk } from "./small-disk.js";
import { startWorkers, type Worker } from "./workers.js";
import { openServers, type Servers } from "./servers.js";

const CLOCK = new URL("./shifted-clock.mjs", import.meta.url).href;

export interface RigOptions {
  /** The records in MongoDB and the files in S3, each behind a proxy that can be told to fail. */
  readonly servers?: boolean;
  /** Its trainers run in containers of an engine of its own. */
  readonly engine?: EngineOptions;
  /** The data folder is a disk of so many MiB. */
  readonly diskMiB?: number;
  /** So many processes that train, beside one that only talks. */
  readonly workers?: number;
  /** Its clock can be set; see {@link Rig.shiftClock}. */
  readonly clock?: boolean;
  readonly trainer?: TrainerBehaviour;
}

/** A whole Darkroom to break: the bot and its worker as a process, and eyes of our own on its stores. */
export class Rig {
  private constructor(
    readonly darkroom: DarkroomProcess,
    readonly servers: Servers | undefined,
    readonly engine: OwnEngine | undefined,
    /** Of this process, past every proxy: what the records say. */
    readonly stores: Stores,
    readonly workers: readonly Worker[],
    /** The data folders of all its processes. */
    readonly dataFolders: readonly string[],
    private readonly config: Config,
    /** Holds all that it keeps and names all its processes. */
    readonly folder: string,
    private readonly undo: readonly (() => Promise<void>)[],
  ) {}

  /** @param main the program's main file */
  static async start(main: string, options: RigOptions = {}): Promise<Rig> {
    const folder = await mkdtemp(join(tmpdir(), "darkroom-faults-"));
    const undo: (() => Promise<void>)[] = [
      () => rm(folder, { recursive: true, force: true, maxRetries: 20 }),
    ];
    try {
      for (const name of ["data", "tmp"]) await mkdir(join(folder, name));
      if (options.diskMiB !== undefined) {
        undo.unshift(await mountSmallDisk(join(folder, "data"), options.diskMiB));
      }
      const servers = options.servers === true ? await openServers() : undefined;
      if (servers !== undefined) undo.unshift(() => servers.close());
      const engine = options.engine && (await startEngine(options.engine, join(folder, "trainer")));
      if (engine !== undefined) undo.unshift(() => engine.close());
      const clock = join(folder, "clock");
      const how = { main, ...(options.clock === true && { nodeOptions: ["--import", CLOCK] }) };
      const darkroom = await startAsProcess({
        folder,
        ...how,
        env: {
          // Trainers of a GPU that nobody looks for: two slots, so that one training could run on both.
          GPU_SLOTS: "0,1",
          TINY_MODELS: "always",
          TMPDIR: join(folder, "tmp"),
          CLOCK_SHIFT_FILE: clock,
          ...MONEY,
          ...(options.workers !== undefined && { ROLE: "bot" }),
          ...servers?.env,
          ...engine?.env,
        },
      });
      undo.unshift(() => darkroom.close());
      await darkroom.trainer.behave({ steps: 15, secondsPerStep: 0.03, kilobytes: 256, ...options.trainer });
      const config = parseConfig({ ...darkroom.env, ...servers?.directEnv });
      const stores = await openStores(config);
      undo.unshift(() => stores.close());
      const lines: string[] = [];
      const workers = await startWorkers(options.workers ?? 0, folder, darkroom.env, how, lines);
      undo.unshift(async () => {
        for (const worker of workers) await worker.end("SIGKILL");
      });
      const dataFolders = [darkroom.dataFolder, ...workers.map(({ dataFolder }) => dataFolder)];
      return new Rig(darkroom, servers, engine, stores, workers, dataFolders, config, folder, undo);
    } catch (error) {
      for (const step of undo) await step();
      throw error;
    }
  }

  get temporaryFolder(): string {
    return join(this.folder, "tmp");
  }

  /** Another client of the buckets, past every proxy. */
  blobs(): ReturnType<typeof openBlobs> {
    return openBlobs(this.config, new SystemClock());
  }

  /** kill -9 and, a moment later, started again as an operator's process manager would. */
  async crash(): Promise<void> {
    await this.darkroom.kill();
    await this.darkroom.start();
  }

  /** What its clock shows besides the true time, in milliseconds, from now on. */
  async shiftClock(byMs: number): Promise<void> {
    const path = join(this.folder, "clock");
    const before = Number(await readFile(path, "utf8").catch(() => "0"));
    await writeFile(path, String(before + byMs));
  }

  async close(): Promise<void> {
    for (const step of this.undo) await step();
  }
}
