import type { Conversation } from "@grammyjs/conversations";
import type { Context } from "grammy";
import type { KeyValueStore } from "../../../core/ports/key-value-store.js";
import type { Logger } from "../../../core/ports/logger.js";
import type { DraftStep } from "../../../core/training/steps.js";
import type { TrainingService } from "../../../core/training/service.js";
import type { CaptioningCard } from "../captioning-card.js";
import type { CollectingCard } from "../collecting-card.js";
import type { ArchiveJobs } from "../archive-jobs.js";
import type { AlbumReplies } from "../album-replies.js";
import type { RefusalReplies } from "../refusal-replies.js";
import type { ClipJobs } from "../clip-jobs.js";
import type { ContactSheets } from "../contact-sheets.js";
import type { CollectingUndo } from "../collecting-undo.js";
import type { BotContext, Person } from "../context.js";
import type { FaceReplies } from "../face-replies.js";
import type { FileDownloads } from "../files.js";
import type { ProgressCards } from "../progress-card.js";
import type { Texts, Translate } from "../texts.js";
import type { Turns } from "../turns.js";
import type { VerdictReplies } from "../verdict-replies.js";

/** What the steps of the conversation work with. */
export interface ConversationDependencies {
  readonly service: TrainingService;
  readonly texts: Texts;
  readonly files: FileDownloads;
  readonly albums: AlbumReplies;
  readonly refusals: RefusalReplies;
  readonly collecting: CollectingCard;
  readonly captioning: CaptioningCard;
  /** Changes of what a review shows, one after the other. */
  readonly pageTurns: Turns;
  readonly verdicts: VerdictReplies;
  readonly faces: FaceReplies;
  readonly sheets: ContactSheets;
  readonly archives: ArchiveJobs;
  readonly clips: ClipJobs;
  readonly undo: CollectingUndo;
  readonly progress: ProgressCards;
  readonly keyValues: KeyValueStore;
  readonly logger: Logger;
}

/** One step of one draft, with one person. */
export interface Scene {
  readonly deps: ConversationDependencies;
  readonly draftId: string;
  readonly person: Person;
  readonly t: Translate;
  /**
   * Runs what touches the database or the network: once, and never again when the conversation is replayed.
   * What it gives must be JSON.
   */
  readonly once: <R>(task: (outer: BotContext) => Promise<R>) => Promise<R>;
}

/** After an update: wait for the next one, go to the step the draft is at now, or end the conversation. */
export type Outcome = "stay" | "next" | "leave";

export interface Step {
  /** Verbs of the buttons that this step knows; taps on a draft's other buttons are not brought to it. */
  readonly taps: readonly string[];
  /** Commands that this step takes itself; all others are for the handlers behind the conversation. */
  readonly commands?: RegExp;
  /** Says what is wanted. "next" when the draft stands elsewhere after all. */
  prompt(scene: Scene, ctx: Context): Promise<"stay" | "next">;
  /** Deals with a message, or with a tap on a button of this draft. */
  handle(scene: Scene, update: StepUpdate): Promise<Outcome>;
}

export interface StepUpdate {
  readonly ctx: Context;
  readonly text: string | undefined;
  /** The button of ours that was tapped, with its argument. */
  readonly tap: { readonly verb: string; readonly argument: string } | undefined;
}

export type Steps = Readonly<Record<DraftStep, Step>>;

export type TrainingConversation = Conversation<BotContext>;
