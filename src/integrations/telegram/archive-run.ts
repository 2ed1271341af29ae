import type { Api } from "grammy";
import { DomainError, isDomainError } from "../../core/errors.js";
import type { Logger } from "../../core/ports/logger.js";
import type { ArchiveProgress } from "../../core/training/archive-tally.js";
import type { TrainingService } from "../../core/training/service.js";
import { nameOf, type ArchiveJob, type ArchiveJobRecords } from "./archive-job.js";
import { archiveSummary } from "./archive-summary.js";
import type { CollectingCard } from "./collecting-card.js";
import { chatOf } from "./context.js";
import type { FaceReplies } from "./face-replies.js";
import type { FileDownloads } from "./files.js";
import { GONE, readUntilThrough } from "./reading.js";
import { replace, send } from "./say.js";
import type { Texts } from "./texts.js";

/** Begun this often without one more photo: it is given up, lest it takes the process down for ever. */
const MAX_ATTEMPTS = 4;

export interface ArchiveRunDependencies {
  readonly service: TrainingService;
  readonly files: FileDownloads;
  readonly collecting: CollectingCard;
  readonly faces: Pick<FaceReplies, "taken">;
  readonly records: ArchiveJobRecords;
  readonly texts: Texts;
  readonly logger: Logger;
}

/** Reads one zip to its end and tells the person; tries again where a database or Telegram was away. */
export class ArchiveRun {
  readonly #deps: ArchiveRunDependencies;
  readonly #api: Api;
  readonly #signal: AbortSignal;
  #job: ArchiveJob;
  #hasRead = false;

  constructor(deps: ArchiveRunDependencies, api: Api, job: ArchiveJob, signal: AbortSignal) {
    this.#deps = deps;
    this.#api = api;
    this.#job = job;
    this.#signal = signal;
  }

  /** Whether no photo comes of it any more, which is before its person is told. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** Resolves when the job is done and off the list, or was stopped and is still on it. */
  async run(): Promise<void> {
    const { logger, records } = this.#deps;
    await readUntilThrough(this.#signal, {
      settle: () => this.#settle(),
      forget: () => records.delete(this.#job),
      failures: () => this.#job.attempts,
      onPause: (error) => {
        logger.warn("a zip is read again in a while", { training: this.#job.draftId, error });
      },
    });
  }

  async #settle(): Promise<void> {
    const outcome = await this.#outcome();
    this.#hasRead = true;
    await this.#tell(outcome);
    const { person, draftId } = this.#job;
    await this.#deps.faces.taken(this.#api, person, draftId);
    await this.#deps.records.delete(this.#job);
  }

  /** What to say of it: the count, or why it was not taken. */
  async #outcome(): Promise<string> {
    const { attempts, progress, person } = this.#job;
    const t = this.#deps.texts.in(person.locale);
    const file = nameOf(this.#job);
    try {
      if (attempts >= MAX_ATTEMPTS) throw new DomainError("internal");
      await this.#change({ attempts: attempts + 1 });
      return archiveSummary(t, file, await this.#read());
    } catch (error) {
      if (!isDomainError(error) || GONE.includes(error.code)) throw error;
      const { code, params } = error;
      const begun = this.#job.progress ?? progress;
      if (begun !== undefined) return archiveSummary(t, file, { ...begun, ended: { code, params } });
      return `${t("collect-refused-file", { file })}\n${t(`error-${code}`, params)}`;
    }
  }

  async #read(): Promise<ArchiveProgress> {
    const { service, files, collecting } = this.#deps;
    const { person, draftId, file } = this.#job;
    const onProgress = async (progress: ArchiveProgress): Promise<void> => {
      await this.#change({ progress, attempts: 0 });
      await collecting.changed(this.#api, person, draftId);
    };
    try {
      return await files.use(file, (open) => {
        const begun = this.#job.progress;
        const options = { onProgress, signal: this.#signal, ...(begun !== undefined && { begun }) };
        return service.archives.add(person.actor, draftId, { archiveId: file.uniqueId, open }, options);
      });
    } catch (error) {
      if (!isDomainError(error, "image-file-too-big")) throw error;
      throw new DomainError("archive-too-big", error.params);
    }
  }

  async #tell(html: string): Promise<void> {
    const { person, messageId, replyId } = this.#job;
    const chat = chatOf(person.channel);
    if (replyId !== undefined && (await replace(this.#api, chat, replyId, html)) === "edited") return;
    await send(this.#api, chat, html, [], { replyTo: messageId });
  }

  async #change(changes: Partial<ArchiveJob>): Promise<void> {
    // Off the list is off the list: nothing is written after it was stopped.
    this.#signal.throwIfAborted();
    this.#job = { ...this.#job, ...changes };
    await this.#deps.records.keep(this.#job);
  }
}
