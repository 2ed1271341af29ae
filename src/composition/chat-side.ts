import { join } from "node:path";
import type { Route } from "../api/routes.js";
import { Administration } from "../core/administration/administration.js";
import { Leadership } from "../core/leadership/leadership.js";
import type { FaceFinder } from "../core/ports/face-finder.js";
import { TrainingEvents } from "../core/training/events.js";
import { Outlook } from "../core/training/outlook.js";
import { KnownSlots } from "../core/training/known-slots.js";
import { createTrainingService, type TrainingService } from "../core/training/service.js";
import { FaceProcess } from "../integrations/faces/face-process.js";
import { FfmpegClipProcessor } from "../integrations/ffmpeg/clip-processor.js";
import { SharpImageProcessor } from "../integrations/sharp/image-processor.js";
import { SharpTrainingPictures } from "../integrations/sharp/training-pictures.js";
import { ProcessNames } from "../integrations/system/process-names.js";
import type { UpdateListener } from "../integrations/telegram/updates.js";
import { ZipWriter } from "../integrations/zip/zip-writer.js";
import { ZipArchives } from "../integrations/zip/zip-archives.js";
import { createBanning, startLimits } from "./house-rules.js";
import { pointsParts } from "./points-parts.js";
import { createCaptioner, createTranscriber } from "./captioner.js";
import { PROJECT_FOLDER, type Foundation } from "./foundation.js";
import { Talking } from "./talking.js";
import { TelegramSide } from "./telegram-side.js";
import type { WorkSide } from "./work-side.js";

/** The side that talks to people. Of several processes on one database one talks at a time, the others stand by. */
export interface ChatSide {
  readonly service: TrainingService;
  /** What it wants served by HTTP. */
  readonly routes: readonly Route[];
  /** Talks, or stands by. @throws GrammyError for a refused token */
  start(): Promise<void>;
  /** Takes no more updates, ends what is under way, and lets another process talk. */
  stop(): Promise<void>;
}

/**
 * @param work the worker of this process, if it is one
 * @param onUpdate hears of each update that was dealt with
 */
export async function openChatSide(
  foundation: Foundation,
  work: WorkSide | undefined,
  onUpdate: UpdateListener,
): Promise<ChatSide> {
  const { config, logger, clock, ids, stores, events, watch } = foundation;
  const { BOT_TOKEN } = config;
  if (BOT_TOKEN === undefined) throw new Error("A process that talks to people needs BOT_TOKEN");
  const { keyValues } = stores;
  const slots = knownSlots(foundation, work);
  const outlook = new Outlook({ trainings: stores.trainings, clock, workers: () => slots.byWorker() });
  const faceFinder = config.FACE_CHECK === "on" ? new FaceProcess() : undefined;
  const service = await createService(foundation, slots, outlook, faceFinder);
  // What is shown in chats, whichever process it happens in; metrics and schedulers hear of this one alone.
  const shown = new TrainingEvents(logger);
  const unsubscribe = events.subscribe((event) => {
    shown.publish(event);
  });
  const leads = (): boolean => leadership.leads;
  const banning = createBanning(foundation, service);
  const points = pointsParts(foundation, service, banning);
  const telegram = new TelegramSide({
    ...foundation,
    config: { ...config, BOT_TOKEN },
    events: shown,
    outlook,
    service,
    administration: new Administration({ ...stores, clock, logger }),
    banning,
    ...points,
    texts: join(PROJECT_FOLDER, "locales"),
    leads,
    onUpdate,
  });
  const { charging } = service;
  const talking = new Talking(foundation, { ...points, telegram, work, shown, leads, charging });
  const leadership = new Leadership({
    keyValues,
    office: "bot",
    id: ids.next(),
    watch,
    clock,
    logger,
    work: talking,
  });
  return {
    service,
    routes: telegram.routes,
    start: async () => {
      await Promise.all([slots.start(), telegram.start()]);
      await leadership.start();
    },
    stop: async () => {
      await leadership.stop();
      unsubscribe();
      telegram.close();
      await slots.stop();
      faceFinder?.close();
    },
  };
}

function knownSlots({ stores, clock, logger }: Foundation, work: WorkSide | undefined): KnownSlots {
  const { keyValues } = stores;
  return new KnownSlots({
    keyValues,
    own: work?.slots ?? [],
    ownWorkerId: work?.workerId,
    clock,
    logger,
  });
}

async function createService(
  foundation: Foundation,
  slots: KnownSlots,
  outlook: Outlook,
  faceFinder: FaceFinder | undefined,
): Promise<TrainingService> {
  const { config, logger, stores, records, blobs, events, clock, ids } = foundation;
  return createTrainingService({
    stores,
    records,
    outlook,
    datasetBlobs: blobs.datasets,
    modelBlobs: blobs.models,
    images: await SharpImageProcessor.open(join(config.DATA_DIR, "tmp", "pictures"), new ProcessNames()),
    faceFinder,
    clips: new FfmpegClipProcessor(),
    archives: await ZipArchives.open(join(config.DATA_DIR, "tmp", "archives")),
    pictures: new SharpTrainingPictures(),
    captioner: createCaptioner(config),
    transcriber: createTranscriber(config),
    archiveWriter: new ZipWriter(),
    events,
    clock,
    ids,
    slots: () => slots.current(),
    demonstrations: config.TINY_MODELS === "always",
    masks: config.MASKS === "on",
    captionsPerTraining: config.CAPTIONS_PER_TRAINING,
    limits: startLimits(config),
    pricing:
      config.PRICING === "on"
        ? {
            prices: config.PRICES ?? {},
            welcomePoints: config.WELCOME_POINTS,
            dailySpend: config.DAILY_SPEND > 0 ? config.DAILY_SPEND : undefined,
            modelRewardPercent: config.MODEL_REWARD_PERCENT,
            datasetRewardPercent: config.DATASET_REWARD_PERCENT,
          }
        : undefined,
    logger,
  });
}
