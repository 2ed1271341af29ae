import { AdminLog } from "../administration/admin-log.js";
import type { ArchiveWriter } from "../ports/archive-writer.js";
import type { ArchiveReader } from "../ports/archive-reader.js";
import type { BlobStore } from "../ports/blob-store.js";
import type { Captioner } from "../ports/captioner.js";
import type { ClipProcessor } from "../ports/clip-processor.js";
import type { Clock } from "../ports/clock.js";
import type { FaceFinder } from "../ports/face-finder.js";
import type { Ids } from "../ports/ids.js";
import type { ImageProcessor } from "../ports/image-processor.js";
import type { Slot } from "../ports/job-runtime.js";
import type { Logger } from "../ports/logger.js";
import type { Transcriber } from "../ports/transcriber.js";
import type { TrainingPictures } from "../ports/training-pictures.js";
import type { Stores } from "../ports/stores.js";
import { offered } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import { Accounts, type Pricing } from "../points/accounts.js";
import { Ledger } from "../points/ledger.js";
import { ModelRegistry } from "../models/registry.js";
import { ReceivedShares } from "../models/received-shares.js";
import { ShareBook, SHARED_DATASETS, SHARED_MODELS } from "../models/share-book.js";
import { ModelSharing } from "../models/sharing.js";
import { BaseModels } from "./base-models.js";
import { CaptionBudget } from "./caption-budget.js";
import { CaptionChanges } from "./caption-changes.js";
import { CaptionDescriber } from "./caption-describer.js";
import { CaptionRuns } from "./caption-runs.js";
import { ArchiveImports } from "./archive-import.js";
import { Captions } from "./captions.js";
import { Charging } from "./charging.js";
import { Clips } from "./clips.js";
import type { Confirmation } from "./confirmation.js";
import { Datasets } from "./dataset.js";
import { DatasetCopies } from "./dataset-copy.js";
import { DatasetExport } from "./dataset-export.js";
import { DatasetIntake } from "./dataset-intake.js";
import { DatasetReview } from "./dataset-review.js";
import { DatasetSharing } from "./dataset-sharing.js";
import { Drafts } from "./drafts.js";
import { Erasure, type ShareBooks } from "./erasure.js";
import type { TrainingEvents } from "./events.js";
import { FaceChecks } from "./face-checks.js";
import { FurtherTraining } from "./further.js";
import { Library } from "./library.js";
import { Names } from "./names.js";
import type { Outlook } from "./outlook.js";
import type { TrainingRecords } from "./records.js";
import { Pictures } from "./pictures.js";
import { VoiceCaptions } from "./voice-captions.js";
import type { Resumption } from "./resumption.js";
import { RunControl } from "./run-control.js";
import { SamplePrompts } from "./sample-prompts.js";
import { createStarting, type StartLimits } from "./starting.js";
import { Tuning } from "./tuning.js";

/** All that a person can do, by subject; every use case takes the actor and checks what is theirs. */
export interface TrainingService {
  readonly drafts: Drafts;
  readonly datasets: Datasets;
  readonly clips: Clips;
  readonly review: DatasetReview;
  readonly faces: FaceChecks;
  readonly baseModels: BaseModels;
  readonly captions: Captions;
  readonly captionRuns: CaptionRuns;
  readonly captionChanges: CaptionChanges;
  readonly voices: VoiceCaptions;
  readonly archives: ArchiveImports;
  readonly tuning: Tuning;
  readonly samplePrompts: SamplePrompts;
  readonly confirmation: Confirmation;
  readonly library: Library;
  readonly resumption: Resumption;
  readonly control: RunControl;
  readonly further: FurtherTraining;
  readonly models: ModelRegistry;
  readonly sharing: ModelSharing;
  readonly datasetSharing: DatasetSharing;
  readonly exports: DatasetExport;
  readonly pictures: Pictures;
  /** Absent where nothing costs anything. */
  readonly accounts: Accounts | undefined;
  /** What runs are paid with; what ended is settled also where nothing costs anything any more. */
  readonly charging: Charging;
}

export interface ServiceDependencies {
  readonly stores: Stores;
  readonly records: TrainingRecords;
  readonly datasetBlobs: BlobStore;
  readonly modelBlobs: BlobStore;
  readonly images: ImageProcessor;
  /** Absent where no faces are looked for. */
  readonly faceFinder?: FaceFinder | undefined;
  readonly clips: ClipProcessor;
  readonly archives: ArchiveReader;
  readonly pictures: TrainingPictures;
  readonly captioner: Captioner;
  /** Absent where no server turns speech into text. */
  readonly transcriber?: Transcriber | undefined;
  readonly archiveWriter: ArchiveWriter;
  readonly outlook: Outlook;
  readonly events: TrainingEvents;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The slots of this installation, as they are now. */
  readonly slots: () => Promise<readonly Slot[]>;
  /** Offer the demonstration models though there is a GPU. */
  readonly demonstrations: boolean;
  /** Whether the workers of this installation make masks. */
  readonly masks: boolean;
  /** How many captions one training may have described. */
  readonly captionsPerTraining: number;
  /** What holds back who starts much; nothing where it is absent. */
  readonly limits?: StartLimits | undefined;
  /** Absent where nothing costs anything. */
  readonly pricing?: Pricing | undefined;
  readonly logger: Logger;
}

export function createTrainingService(deps: ServiceDependencies): TrainingService {
  const { stores, records, datasetBlobs, images, outlook, events, clock, ids, masks } = deps;
  const { trainings, datasets, models } = stores;
  const shares = createShareBooks(stores);
  const accounts = createAccounts(deps);
  const charging = createCharging(deps, accounts);
  const erasure = createErasure(deps, shares, charging);
  const names = new Names({ trainings, records, models });
  const blobs = datasetBlobs;
  const intake = new DatasetIntake({ records, datasets, blobs, clock, ids });
  const collecting = new Datasets({ records, datasets, blobs, images, intake });
  const clips = new Clips({ intake, blobs, images, clips: deps.clips });
  const captioning = createCaptioning(deps);
  const drafting = createDrafting(deps, names, charging);
  return {
    ...drafting,
    datasets: collecting,
    clips,
    review: new DatasetReview({ records, datasets, collecting, blobs, images }),
    faces: new FaceChecks({ records, datasets, blobs, images, finder: deps.faceFinder }),
    ...captioning,
    archives: new ArchiveImports({
      reader: deps.archives,
      datasets: collecting,
      clips,
      captions: captioning.captions,
    }),
    tuning: new Tuning({ records, datasets, masks }),
    samplePrompts: new SamplePrompts({ records, datasets }),
    ...createStarting({ ...deps, charging }),
    library: new Library({
      trainings,
      records,
      datasets,
      models,
      names,
      erasure,
      outlook,
      events,
      clock,
      ids,
    }),
    control: new RunControl(records),
    ...createAfterwards(deps, shares, { drafting, names, intake }),
    accounts,
    charging,
  };
}

/** What can be done with what a training leaves: its model, its pictures, its dataset. */
function createAfterwards(
  { stores, records, datasetBlobs, modelBlobs, clock, ...deps }: ServiceDependencies,
  shares: ShareBooks,
  parts: { drafting: Pick<TrainingService, "drafts">; names: Names; intake: DatasetIntake },
): Pick<TrainingService, "further" | "models" | "sharing" | "datasetSharing" | "exports" | "pictures"> {
  const { trainings, datasets, models } = stores;
  const { drafting, names, intake } = parts;
  const log = new AdminLog({ ...stores, clock, logger: deps.logger });
  const registry = new ModelRegistry(models, modelBlobs, log);
  const sharing = new ModelSharing({ models, book: shares.models, received: shares.received, clock });
  const copies = new DatasetCopies({ trainings, datasets, intake, blobs: datasetBlobs });
  const beginnings = { trainings, records, ...drafting, copies };
  return {
    further: new FurtherTraining({ ...beginnings, models: registry, sharing, names }),
    models: registry,
    sharing,
    datasetSharing: new DatasetSharing({ ...beginnings, datasets, book: shares.datasets }),
    exports: new DatasetExport({
      records,
      datasets,
      datasetBlobs,
      linkedBlobs: modelBlobs,
      archives: deps.archiveWriter,
    }),
    pictures: new Pictures({ records, blobs: modelBlobs, drawing: deps.pictures }),
  };
}

function createShareBooks({ keyValues }: Stores): ShareBooks {
  return {
    models: new ShareBook(keyValues, SHARED_MODELS),
    datasets: new ShareBook(keyValues, SHARED_DATASETS),
    received: new ReceivedShares(keyValues),
  };
}

function createAccounts({ stores, clock, pricing }: ServiceDependencies): Accounts | undefined {
  if (pricing === undefined) return undefined;
  const store = stores.ledger;
  return new Accounts({ ledger: new Ledger(store, clock), store, pricing, clock });
}

function createCharging(
  { stores, clock, logger }: ServiceDependencies,
  accounts: Accounts | undefined,
): Charging {
  const { ledger, keyValues, trainings, datasets } = stores;
  const books = accounts?.ledger ?? new Ledger(ledger, clock);
  return new Charging({ ledger: books, accounts, keyValues, trainings, datasets, clock, logger });
}

function createErasure(deps: ServiceDependencies, shares: ShareBooks, charging: Charging): Erasure {
  const { stores, records, datasetBlobs, modelBlobs, events } = deps;
  const { trainings, datasets, models, users } = stores;
  return new Erasure({
    trainings,
    records,
    datasets,
    models,
    users,
    shares,
    datasetBlobs,
    modelBlobs,
    charging,
    events,
  });
}

/** What a draft begins with. */
function createDrafting(
  { stores, records, outlook, clock, ids, slots, demonstrations }: ServiceDependencies,
  names: Names,
  charging: Charging,
): Pick<TrainingService, "drafts" | "baseModels"> {
  const { trainings, datasets } = stores;
  const offeredNow = async (): Promise<readonly Recipe[]> => offered(await slots(), demonstrations);
  return {
    drafts: new Drafts({ trainings, records, datasets, names, clock, ids, offered: offeredNow }),
    baseModels: new BaseModels({ records, datasets, outlook, charging, offered: offeredNow }),
  };
}

/** The parts of captioning; what they keep of a training goes with it. */
function createCaptioning(
  deps: ServiceDependencies,
): Pick<TrainingService, "captions" | "captionRuns" | "captionChanges" | "voices"> {
  const { stores, records, images, captioner, events, logger } = deps;
  const { datasets, keyValues } = stores;
  const budget = new CaptionBudget(keyValues, deps.captionsPerTraining, deps.clock);
  const describer = new CaptionDescriber({ blobs: deps.datasetBlobs, images, captioner, budget });
  const captions = new Captions({ records, datasets, describer });
  const captionRuns = new CaptionRuns({ records, datasets, captions, keyValues, logger });
  const captionChanges = new CaptionChanges({ records, datasets, keyValues });
  const voices = new VoiceCaptions({ records, budget, transcriber: deps.transcriber });
  events.subscribe(async ({ type, training }) => {
    if (type !== "deleted") return;
    await captionRuns.drop(training.id);
    await captionChanges.forget(training.ownerId, training.id);
    await budget.forget(training.ownerId, training.id);
  });
  return { captions, captionRuns, captionChanges, voices };
}
