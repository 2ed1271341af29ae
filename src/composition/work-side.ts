import { hostname } from "node:os";
import { join } from "node:path";
import { WorkerDuties } from "../core/administration/worker-duties.js";
import type { JobRuntime, Slot } from "../core/ports/job-runtime.js";
import type { Logger } from "../core/ports/logger.js";
import type { MaskMaker } from "../core/ports/mask-maker.js";
import { JobRunner } from "../core/training/job.js";
import { Publisher } from "../core/training/job-publish.js";
import { Outlook } from "../core/training/outlook.js";
import { SampleStore } from "../core/training/samples.js";
import { Scheduler } from "../core/training/scheduler.js";
import type { SlotState } from "../core/training/slot-usage.js";
import { LocalWorkspaces } from "../integrations/local-storage/local-workspaces.js";
import { SharpTrainingPictures } from "../integrations/sharp/training-pictures.js";
import { PROJECT_FOLDER, type Foundation } from "./foundation.js";
import { createMaskMaker } from "./masks.js";
import { programVersion } from "./program-version.js";
import { createRuntime } from "./runtime.js";
import { UploadSweep } from "./upload-sweep.js";
import { takeIdentity, workerIdentity } from "./worker-identity.js";

/** The side that trains: a worker with its slots. */
export interface WorkSide {
  readonly workerId: string;
  readonly runtime: JobRuntime;
  readonly slots: readonly Slot[];
  usage(): readonly SlotState[];
  /** Begins to claim, and gets the trainer ready behind. */
  start(): Promise<void>;
  /** Claims no more; trainers run on and are found again. */
  stop(): Promise<void>;
}

/** @throws Error when another process is the same worker */
export async function openWorkSide(foundation: Foundation): Promise<WorkSide> {
  const { config, logger, ids, stores, watch } = foundation;
  const identity = await workerIdentity(config.DATA_DIR, config.WORKER_NAME, ids);
  const letGo = await takeIdentity(identity, stores.keyValues, watch);
  const { id: workerId, folder } = identity;
  const settings = { config, projectFolder: PROJECT_FOLDER, folder, workerId, logger };
  const runtime = await createRuntime(settings);
  const masks = createMaskMaker(settings, runtime.kind);
  const slots = await runtime.slots();
  const duties = createDuties(foundation, workerId);
  const scheduler = createScheduler(foundation, { workerId, folder, runtime, masks, slots, duties });
  const uploads = createUploadSweep(foundation);
  return {
    workerId,
    runtime,
    slots,
    usage: () => scheduler.usage.states(),
    start: async () => {
      await duties.start(slots);
      await scheduler.start(slots);
      uploads?.start();
      warmUp(runtime, masks, logger);
    },
    stop: async () => {
      await uploads?.stop();
      await scheduler.stop();
      await duties.stop();
      await letGo();
    },
  };
}

/** What the administrators see of this worker, and how they pause it. */
function createDuties({ stores, events, clock, logger }: Foundation, workerId: string): WorkerDuties {
  const { keyValues, trainings } = stores;
  const self = { id: workerId, name: hostname(), version: programVersion(PROJECT_FOLDER) };
  return new WorkerDuties({ keyValues, trainings, events, clock, logger, self });
}

function createUploadSweep({ blobs, clock, logger }: Foundation): UploadSweep | undefined {
  const abort = blobs.abortStaleUploads;
  return abort === undefined ? undefined : new UploadSweep({ abort, clock, logger });
}

interface WorkParts {
  readonly workerId: string;
  readonly folder: string;
  readonly runtime: JobRuntime;
  readonly masks: MaskMaker | undefined;
  readonly slots: readonly Slot[];
  readonly duties: WorkerDuties;
}

function createScheduler(
  foundation: Foundation,
  { workerId, folder, runtime, masks, slots, duties }: WorkParts,
): Scheduler {
  const { logger, clock, ids, stores, blobs, events, records } = foundation;
  const { trainings, datasets, models } = stores;
  const workspaces = new LocalWorkspaces(join(folder, "jobs"));
  const publisher = new Publisher({ models, blobs: blobs.models, clock, ids, logger });
  const runner = new JobRunner({
    records,
    datasets,
    datasetBlobs: blobs.datasets,
    modelBlobs: blobs.models,
    masks,
    publisher,
    samples: new SampleStore({ blobs: blobs.models, pictures: new SharpTrainingPictures() }),
    workspaces,
    runtime,
    events,
    clock,
    ids,
    logger,
  });
  const outlook = new Outlook({ trainings, clock, workers: () => [{ workerId, slots }] });
  return new Scheduler({
    trainings,
    outlook,
    runner,
    runtime,
    workspaces,
    events,
    clock,
    ids,
    logger,
    workerId,
    mayClaim: duties.mayClaim,
  });
}

/** The first training should not wait for an environment or an image: it is made ready behind. */
function warmUp(runtime: JobRuntime, masks: MaskMaker | undefined, logger: Logger): void {
  void getReady("trainer", runtime, "trainings will fail until it is", logger).then(
    () => masks && getReady("mask-maker", masks, "trainings go on without masks until it is", logger),
  );
}

async function getReady(
  name: string,
  what: Pick<JobRuntime, "prepare">,
  otherwise: string,
  logger: Logger,
): Promise<void> {
  try {
    await what.prepare((message) => {
      logger.info(`getting the ${name} ready`, { detail: message });
    });
    logger.info(`the ${name} is ready`);
  } catch (error) {
    logger.error(`the ${name} is not ready; ${otherwise}`, { error });
  }
}
