import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "mocha";
import { AdminLog } from "../../src/core/administration/admin-log.js";
import type { BlobStore } from "../../src/core/ports/blob-store.js";
import type { Slot } from "../../src/core/ports/job-runtime.js";
import type { Stores } from "../../src/core/ports/stores.js";
import { tinySdxl } from "../../src/core/recipes/tiny.js";
import { termsOf } from "../../src/core/training/consent.js";
import { TrainingEvents, type TrainingEvent } from "../../src/core/training/events.js";
import { JobRunner, type JobDependencies } from "../../src/core/training/job.js";
import { Publisher } from "../../src/core/training/job-publish.js";
import type { Actor, Training } from "../../src/core/training/model.js";
import { freeName, nameKey } from "../../src/core/training/naming.js";
import { Outlook } from "../../src/core/training/outlook.js";
import { TrainingRecords } from "../../src/core/training/records.js";
import { SampleStore } from "../../src/core/training/samples.js";
import { Scheduler, type SchedulerDependencies } from "../../src/core/training/scheduler.js";
import { createTrainingService, type TrainingService } from "../../src/core/training/service.js";
import { LinkSigner } from "../../src/integrations/local-storage/link-signer.js";
import { LocalBlobStore } from "../../src/integrations/local-storage/local-blob-store.js";
import { LocalWorkspaces } from "../../src/integrations/local-storage/local-workspaces.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { SortableIds } from "../../src/integrations/system/sortable-ids.js";
import { ZipWriter } from "../../src/integrations/zip/zip-writer.js";
import { ZipArchives } from "../../src/integrations/zip/zip-archives.js";
import { FakeClips } from "./fake-clips.js";
import { FakeImages, once } from "./fake-images.js";
import { FakeTrainingPictures } from "./fake-training-pictures.js";
import { faulty, type Faults } from "./faulty.js";
import { ManualClock } from "./manual-clock.js";
import { RecordingLogger } from "./recording-logger.js";
import { ScriptedCaptioner } from "./scripted-captioner.js";
import { ScriptedRuntime } from "./scripted-runtime.js";

/** How many captions a training of the house may have described. */
export const CAPTIONS_PER_TRAINING = 30;
export const CPU: Slot = { id: "cpu", kind: "cpu" };
/** What a person agrees to who trains one of the tiny base models. */
export const TINY_TERMS = termsOf(tinySdxl).id;
export const ADA: Actor = { userId: "telegram:1", isAdmin: false };
export const BOB: Actor = { userId: "telegram:2", isAdmin: false };
export const ADMIN: Actor = { userId: "telegram:3", isAdmin: true };

/** The core as it runs, on SQLite and a local folder, with what needs a GPU or a network played by scripts. */
export class CoreHouse {
  readonly clock = new ManualClock();
  readonly ids = new SortableIds(this.clock);
  readonly logger = new RecordingLogger();
  readonly events = new TrainingEvents(this.logger);
  readonly images = new FakeImages();
  readonly clips = new FakeClips();
  readonly pictures = new FakeTrainingPictures();
  readonly captioner = new ScriptedCaptioner();
  readonly runtime = new ScriptedRuntime();
  readonly seen: TrainingEvent[] = [];
  slots: Slot[] = [CPU];
  readonly #schedulers: Scheduler[] = [];
  readonly trainings: Faults<Stores["trainings"]>;
  readonly datasets: Faults<Stores["datasets"]>;
  readonly models: Faults<Stores["models"]>;
  readonly datasetBlobs: Faults<BlobStore>;
  readonly modelBlobs: Faults<BlobStore>;
  readonly workspaces: LocalWorkspaces;
  readonly stores: Stores;
  readonly records: TrainingRecords;
  readonly outlook: Outlook;
  readonly service: TrainingService;

  private constructor(
    readonly folder: string,
    stores: Stores,
    private readonly blobs: { datasets: BlobStore; models: BlobStore },
    zips: ZipArchives,
  ) {
    this.trainings = faulty(stores.trainings);
    this.datasets = faulty(stores.datasets);
    this.models = faulty(stores.models);
    this.datasetBlobs = faulty(blobs.datasets);
    this.modelBlobs = faulty(blobs.models);
    this.stores = {
      ...stores,
      trainings: this.trainings.port,
      datasets: this.datasets.port,
      models: this.models.port,
    };
    this.workspaces = new LocalWorkspaces(join(folder, "jobs"));
    const log = new AdminLog({ ...stores, clock: this.clock, logger: this.logger });
    this.records = new TrainingRecords(this.stores.trainings, this.clock, log);
    this.events.subscribe((event) => {
      this.seen.push(event);
    });
    this.outlook = new Outlook({
      trainings: this.stores.trainings,
      clock: this.clock,
      workers: () => [{ workerId: "worker-1", slots: this.slots }],
    });
    this.service = createTrainingService({
      stores: this.stores,
      records: this.records,
      outlook: this.outlook,
      datasetBlobs: this.datasetBlobs.port,
      modelBlobs: this.modelBlobs.port,
      images: this.images,
      clips: this.clips,
      archives: zips,
      pictures: this.pictures,
      captioner: this.captioner,
      // Who speaks to it says what is written there.
      transcriber: { transcribe: (speech) => Promise.resolve(Buffer.from(speech).toString("utf8")) },
      archiveWriter: new ZipWriter(),
      events: this.events,
      clock: this.clock,
      ids: this.ids,
      slots: () => Promise.resolve(this.slots),
      demonstrations: false,
      masks: true,
      captionsPerTraining: CAPTIONS_PER_TRAINING,
      logger: this.logger,
    });
  }

  static async open(): Promise<CoreHouse> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "darkroom-core-")));
    const stores = await openSqlite(join(folder, "darkroom.sqlite"));
    const signer = new LinkSigner("http://localhost", Buffer.alloc(32, 7), {
      now: () => Date.UTC(2030, 0, 1),
    });
    const blobs = join(folder, "blobs");
    const opened = {
      datasets: await LocalBlobStore.open({ folder: blobs, bucket: "datasets", signer }),
      models: await LocalBlobStore.open({ folder: blobs, bucket: "models", signer }),
    };
    return new CoreHouse(folder, stores, opened, await ZipArchives.open(join(folder, "zips")));
  }

  runner(changes: Partial<JobDependencies> = {}): JobRunner {
    const { records, datasets, datasetBlobs, modelBlobs, workspaces, runtime, events, clock, ids, logger } =
      this;
    const publisher = new Publisher({ models: this.models.port, blobs: modelBlobs.port, clock, ids, logger });
    return new JobRunner({
      records,
      datasets: datasets.port,
      datasetBlobs: datasetBlobs.port,
      modelBlobs: modelBlobs.port,
      publisher,
      samples: new SampleStore({ blobs: modelBlobs.port, pictures: this.pictures }),
      workspaces,
      runtime,
      events,
      clock,
      ids,
      logger,
      ...changes,
    });
  }

  scheduler(changes: Partial<SchedulerDependencies> = {}): Scheduler {
    const { runtime, workspaces, events, clock, ids, logger } = this;
    const scheduler = new Scheduler({
      trainings: this.trainings.port,
      outlook: this.outlook,
      runner: this.runner(),
      runtime,
      workspaces,
      events,
      clock,
      ids,
      logger,
      workerId: "worker-1",
      mayClaim: () => Promise.resolve(true),
      ...changes,
    });
    this.#schedulers.push(scheduler);
    return scheduler;
  }

  /** A draft that lacks nothing, put together as a person does it. */
  async readyDraft(actor: Actor = ADA, photos = 3): Promise<Training> {
    const { drafts, datasets, captions } = this.service;
    const { id } = await drafts.start(actor, "telegram:10");
    await drafts.setSubject(actor, id, "character");
    await drafts.setName(actor, id, await this.#freeName(actor, "Rex the dog"));
    await drafts.setTriggerWord(actor, id, "r3x");
    await drafts.setRecipe(actor, id, "tiny-sdxl");
    for (let photo = 1; photo <= photos; photo++) await this.addPhoto(id, `photo ${photo} of ${id}`, actor);
    await datasets.finishCollecting(actor, id);
    await captions.fillWithTrigger(actor, id);
    return captions.finish(actor, id);
  }

  /** As a person takes the name that is proposed in the place of one that is taken. */
  async #freeName(actor: Actor, name: string): Promise<string> {
    const others = await this.stores.trainings.names(actor.userId);
    const taken = new Set(others.map((other) => nameKey(other.name)));
    return taken.has(nameKey(name)) ? freeName(name, taken) : name;
  }

  /** A training that waits for a slot. */
  async queued(actor: Actor = ADA): Promise<Training> {
    const { id } = await this.readyDraft(actor);
    this.clock.time += 1000;
    return this.service.confirmation.confirm(actor, id, TINY_TERMS);
  }

  async addPhoto(trainingId: string, content: string, actor: Actor = ADA) {
    return this.service.datasets.addImage(actor, trainingId, {
      sourceId: `file of ${content}`,
      open: () => Promise.resolve(once(Buffer.from(content))),
    });
  }

  /** The training that waits longest, in a worker's hands. */
  async claim(workerId = "worker-1"): Promise<Training> {
    const claimed = await this.stores.trainings.claim({
      workerId,
      ownSlotIds: ["cpu"],
      slotId: CPU.id,
      recipeIds: ["tiny-sdxl", "tiny-flux", "tiny-wan"],
      now: this.clock.now(),
      leaseMs: 60_000,
      jobId: this.ids.next(),
      except: [],
    });
    if (claimed === undefined) throw new Error("there was nothing to claim");
    return claimed;
  }

  async stored(id: string): Promise<Training> {
    const training = await this.stores.trainings.get(id);
    if (training === undefined) throw new Error(`training ${id} is gone`);
    return training;
  }

  /** Keys of everything that lies in a blob store. */
  async keys(bucket: "datasets" | "models", trainingId: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const key of this.blobs[bucket].list(`${trainingId}/`)) keys.push(key);
    return keys;
  }

  /** Stops its schedulers as well: nothing of theirs is at work when the folder goes. */
  async close(): Promise<void> {
    await Promise.all(this.#schedulers.map((scheduler) => scheduler.stop()));
    await this.runtime.close();
    await this.stores.close();
    await rm(this.folder, { recursive: true });
  }
}

/** Gives each test of the suite around it a house of its own. */
export function eachTestInAHouse(): () => CoreHouse {
  let house: CoreHouse | undefined;
  beforeEach(async () => {
    house = await CoreHouse.open();
  });
  afterEach(async () => {
    await house?.close();
    house = undefined;
  });
  return () => {
    if (house === undefined) throw new Error("no house is open outside a test");
    return house;
  };
}
