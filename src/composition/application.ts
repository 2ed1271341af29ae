import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createHttpServer, type HttpServer } from "../api/http-server.js";
import { metricsRoute } from "../api/metrics.js";
import type { Config } from "../config.js";
import type { Clock } from "../core/ports/clock.js";
import type { Ids } from "../core/ports/ids.js";
import type { JobRuntime, Slot } from "../core/ports/job-runtime.js";
import type { Logger } from "../core/ports/logger.js";
import type { Stores } from "../core/ports/stores.js";
import { readBacklog } from "../core/training/backlog.js";
import { TrainingEvents } from "../core/training/events.js";
import { JobRunner } from "../core/training/job.js";
import { Publisher } from "../core/training/job-publish.js";
import { Outbox } from "../core/training/outbox.js";
import { TrainingRecords } from "../core/training/records.js";
import { Scheduler } from "../core/training/scheduler.js";
import { createTrainingService, type TrainingService } from "../core/training/service.js";
import { LocalWorkspaces } from "../integrations/local-storage/local-workspaces.js";
import { PrometheusMetrics } from "../integrations/prometheus/metrics.js";
import { SharpImageProcessor } from "../integrations/sharp/image-processor.js";
import { SortableIds } from "../integrations/system/sortable-ids.js";
import { SystemClock } from "../integrations/system/system-clock.js";
import { openBlobs, type Blobs } from "./blobs.js";
import { createCaptioner } from "./captioner.js";
import { createRuntime } from "./runtime.js";
import { openStores } from "./stores.js";
import { TelegramSide } from "./telegram-side.js";
import { workerIdentity } from "./worker-identity.js";

const HTTP_GRACE_MS = 5_000;
const PROJECT_FOLDER = fileURLToPath(new URL("../../", import.meta.url));

/** A running Darkroom. */
export interface Application {
  /** Ends it in order: no new updates, no new jobs, running trainers left to be found again, the database last. */
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config & { readonly BOT_TOKEN: string };
  readonly workerId: string;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly stores: Stores;
  readonly blobs: Blobs;
  readonly runtime: JobRuntime;
  readonly slots: readonly Slot[];
  readonly events: TrainingEvents;
  readonly records: TrainingRecords;
  readonly service: TrainingService;
}

/**
 * Puts the house together and starts it.
 *
 * @throws when a part of it cannot start: the database, the port, the token
 */
export async function startDarkroom(
  given: Config & { readonly BOT_TOKEN: string },
  logger: Logger,
): Promise<Application> {
  const config = { ...given, DATA_DIR: resolve(given.DATA_DIR) };
  await mkdir(config.DATA_DIR, { recursive: true });
  const clock = new SystemClock();
  const ids = new SortableIds(clock);
  const stores = await openStores(config);
  const blobs = await openBlobs(config, clock);
  const workerId = await workerIdentity(config.DATA_DIR, ids);
  const runtime = await createRuntime({ config, projectFolder: PROJECT_FOLDER, workerId, logger });
  const slots = await runtime.slots();
  const events = new TrainingEvents(logger);
  const records = new TrainingRecords(stores.trainings, clock);
  const service = createTrainingService({
    stores,
    records,
    datasetBlobs: blobs.datasets,
    modelBlobs: blobs.models,
    images: await SharpImageProcessor.open(join(config.DATA_DIR, "tmp", "pictures")),
    captioner: createCaptioner(config),
    events,
    clock,
    ids,
    slots: () => slots,
    demonstrations: config.TINY_MODELS === "always",
  });
  const parts = {
    config,
    workerId,
    logger,
    clock,
    ids,
    stores,
    blobs,
    runtime,
    slots,
    events,
    records,
    service,
  };
  return run(parts);
}

async function run(parts: Parts): Promise<Application> {
  const { logger, stores, records, events, runtime, slots, service } = parts;
  const { trainings, models } = stores;
  const scheduler = createScheduler(parts);
  const metrics = createMetrics(parts, scheduler);
  const telegram = new TelegramSide({
    ...parts,
    texts: join(PROJECT_FOLDER, "locales"),
    onUpdate: (outcome, seconds) => {
      metrics.onUpdate(outcome, seconds);
    },
  });
  const http = httpServer(parts, telegram, metrics);
  const address = await http.start();
  const { messenger } = telegram;
  const outbox = new Outbox({ trainings, records, models, messenger, events, logger });
  await telegram.start();
  outbox.start();
  await scheduler.start(slots);
  logger.info("Darkroom is running", {
    address,
    runtime: runtime.kind,
    slots: slots.map((slot) => slot.id),
    models: service.drafts.recipes().map((recipe) => recipe.id),
  });
  warmUp(runtime, logger);
  return {
    stop: async () => {
      await telegram.stopReceiving();
      await scheduler.stop();
      await outbox.stop();
      telegram.close();
      await http.stop(HTTP_GRACE_MS);
      await stores.close();
      logger.info("Darkroom has stopped");
    },
  };
}

function httpServer(
  { config, logger, blobs, stores, runtime }: Parts,
  telegram: TelegramSide,
  metrics: PrometheusMetrics,
): HttpServer {
  const token = config.METRICS_TOKEN;
  return createHttpServer({
    host: config.HOST,
    port: config.PORT,
    logger,
    ...(blobs.downloads !== undefined && { downloads: blobs.downloads }),
    checks: {
      database: () => stores.ping(),
      ...(blobs.check !== undefined && { storage: blobs.check }),
      runtime: () => runtime.check(),
    },
    routes: [...telegram.routes, ...(token === undefined ? [] : [metricsRoute(metrics, token)])],
  });
}

function createMetrics({ stores, clock, events, logger }: Parts, scheduler: Scheduler): PrometheusMetrics {
  const metrics = new PrometheusMetrics({
    backlog: () => readBacklog(stores.trainings, clock.now()),
    slots: () => scheduler.usage.states(),
    logger,
  });
  events.subscribe((event) => {
    metrics.onEvent(event);
  });
  return metrics;
}

function createScheduler(parts: Parts): Scheduler {
  const { config, workerId, logger, clock, ids, stores, blobs, runtime, events, records } = parts;
  const { trainings, datasets, models } = stores;
  const workspaces = new LocalWorkspaces(join(config.DATA_DIR, "jobs"));
  const publisher = new Publisher({ models, blobs: blobs.models, clock, ids });
  const runner = new JobRunner({
    records,
    datasets,
    datasetBlobs: blobs.datasets,
    publisher,
    workspaces,
    runtime,
    events,
    clock,
    ids,
    logger,
  });
  return new Scheduler({ trainings, runner, runtime, workspaces, events, clock, ids, logger, workerId });
}

/** The first training should not wait for an environment or an image: it is made ready behind. */
function warmUp(runtime: JobRuntime, logger: Logger): void {
  runtime
    .prepare((message) => {
      logger.info("getting the trainer ready", { detail: message });
    })
    .then(
      () => {
        logger.info("the trainer is ready");
      },
      (error: unknown) => {
        logger.error("the trainer is not ready; trainings will fail until it is", { error });
      },
    );
}
