import type { Api } from "grammy";
import type { Administration } from "../../core/administration/administration.js";
import type { Banning } from "../../core/administration/banning.js";
import type { PointsOffice } from "../../core/administration/points-office.js";
import type { GiftCodes } from "../../core/points/gift-codes.js";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { TrainingService } from "../../core/training/service.js";
import { ArchiveJobs } from "./archive-jobs.js";
import { CaptioningCard } from "./captioning-card.js";
import { CaptioningFollowUp } from "./captioning-follow-up.js";
import { ClipJobs } from "./clip-jobs.js";
import { CollectingCard } from "./collecting-card.js";
import { CollectingUndo } from "./collecting-undo.js";
import { ContactSheets } from "./contact-sheets.js";
import type { Person } from "./context.js";
import { isTalkingOf } from "./conversation-storage.js";
import { TRAINING_CONVERSATION } from "./conversations/training.js";
import { FaceReplies } from "./face-replies.js";
import { FileDownloads } from "./files.js";
import { ModelFiles } from "./model-files.js";
import { ProgressCards } from "./progress-card.js";
import { RefusalReplies } from "./refusal-replies.js";
import type { Texts } from "./texts.js";
import { Turns } from "./turns.js";
import { VerdictReplies } from "./verdict-replies.js";

/** What the bot and its parts stand on. */
export interface ChatDependencies {
  readonly token: string;
  readonly apiRoot: string;
  /** The largest file that the Bot API server takes from a bot. */
  readonly uploadMegabytes: number;
  readonly service: TrainingService;
  readonly administration: Administration;
  readonly banning: Banning;
  /** Absent where nothing costs anything. */
  readonly giftCodes: GiftCodes | undefined;
  readonly pointsOffice: PointsOffice | undefined;
  readonly users: UserRepository;
  readonly keyValues: KeyValueStore;
  readonly texts: Texts;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What shows something in chats, or works beside them, and outlives a single update. */
export interface ChatParts {
  readonly cards: ProgressCards;
  readonly collecting: CollectingCard;
  readonly captioning: CaptioningCard;
  /** Changes of what a review shows, one after the other. */
  readonly pageTurns: Turns;
  readonly verdicts: VerdictReplies;
  readonly faces: FaceReplies;
  readonly sheets: ContactSheets;
  readonly files: FileDownloads;
  readonly archives: ArchiveJobs;
  readonly clips: ClipJobs;
  readonly undo: CollectingUndo;
  readonly refusals: RefusalReplies;
  readonly modelFiles: ModelFiles;
}

export function createChatParts(deps: ChatDependencies, api: Api): ChatParts {
  const { token, apiRoot, service, users, keyValues, texts, clock, logger } = deps;
  const isPaused = (): Promise<boolean> => deps.administration.isPaused();
  const { pictures } = service;
  const cards = new ProgressCards({ ...deps, api, pictures, isPaused });
  const collecting = new CollectingCard({ service, keyValues, texts, clock, logger });
  const pageTurns = new Turns();
  const captioning = new CaptioningCard({ api, service, keyValues, texts, clock, logger });
  const isTalking = (person: Person, draftId: string): Promise<boolean> =>
    isTalkingOf(keyValues, person, TRAINING_CONVERSATION, draftId);
  service.captionRuns.listen(
    new CaptioningFollowUp({
      api,
      service,
      keyValues,
      users,
      texts,
      logger,
      card: captioning,
      pageTurns,
      isTalking,
    }),
  );
  const verdicts = new VerdictReplies({ service, keyValues, texts, clock, logger });
  const faces = new FaceReplies({ service, keyValues, verdicts, collecting, logger });
  const files = new FileDownloads(api, { apiRoot, token });
  const archives = new ArchiveJobs({ service, files, collecting, faces, keyValues, texts, logger });
  const clips = new ClipJobs({ service, files, collecting, verdicts, faces, keyValues, texts, logger });
  const undo = new CollectingUndo({ service, archives, clips, collecting, keyValues, texts });
  const modelFiles = new ModelFiles({ ...deps, api, registry: service.models });
  const sheets = new ContactSheets({ service, texts, clock });
  return {
    cards,
    collecting,
    captioning,
    pageTurns,
    verdicts,
    faces,
    sheets,
    files,
    archives,
    clips,
    undo,
    refusals: new RefusalReplies(),
    modelFiles,
  };
}
