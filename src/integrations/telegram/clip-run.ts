import type { Api } from "grammy";
import { DomainError, isDomainError } from "../../core/errors.js";
import type { Logger } from "../../core/ports/logger.js";
import type { Gate } from "../../core/training/gate.js";
import type { ClipJob, ClipJobRecords } from "./clip-job.js";
import type { CollectingCard } from "./collecting-card.js";
import { chatOf } from "./context.js";
import type { FileDownloads } from "./files.js";
import { addOnce, followUp, refusalText, type Fault, type FollowUpDependencies } from "./incoming-media.js";
import { GONE, readUntilThrough } from "./reading.js";
import { send } from "./say.js";
import type { Texts } from "./texts.js";

/** Begun this often in vain: it is given up, and said so. It is read in a process of its own and brings down no other. */
const MAX_ATTEMPTS = 10;

export interface ClipRunDependencies extends FollowUpDependencies {
  readonly files: Pick<FileDownloads, "use">;
  readonly collecting: Pick<CollectingCard, "came">;
  readonly records: ClipJobRecords;
  /** So many are read at once, of all people together. */
  readonly gate: Gate;
  readonly texts: Texts;
  readonly logger: Logger;
}

/** Reads one short video and tells what came of it; tries again where a database or Telegram was away. */
export class ClipRun {
  readonly #deps: ClipRunDependencies;
  readonly #api: Api;
  readonly #signal: AbortSignal;
  #job: ClipJob;
  #outcome: { readonly fault: Fault | undefined } | undefined;

  constructor(deps: ClipRunDependencies, api: Api, job: ClipJob, signal: AbortSignal) {
    this.#deps = deps;
    this.#api = api;
    this.#job = job;
    this.#signal = signal;
  }

  /** Whether no clip comes of it any more, which is before its person is told. */
  get hasRead(): boolean {
    return this.#outcome !== undefined;
  }

  /** Resolves when the job is done and off the list, or was stopped and is still on it. */
  async run(): Promise<void> {
    const { logger, records } = this.#deps;
    let failures = 0;
    await readUntilThrough(this.#signal, {
      settle: () => this.#settle(),
      forget: () => records.delete(this.#job),
      failures: () => failures,
      onPause: (error) => {
        failures++;
        logger.warn("a clip is read again in a while", { training: this.#job.draftId, error });
      },
    });
  }

  async #settle(): Promise<void> {
    const { person, draftId, message, file } = this.#job;
    this.#outcome ??= { fault: await this.#read() };
    await this.#deps.collecting.came(this.#api, person, draftId);
    const { fault } = this.#outcome;
    if (fault !== undefined) {
      const html = refusalText(this.#deps.texts.in(person.locale), fault, file.fileName);
      await send(this.#api, chatOf(person.channel), html, [], { replyTo: message.message_id });
    }
    await this.#deps.records.delete(this.#job);
  }

  /** Gives why it was not taken. */
  async #read(): Promise<Fault | undefined> {
    const { attempts } = this.#job;
    try {
      if (attempts >= MAX_ATTEMPTS) throw new DomainError("internal");
      await this.#deps.gate.run(() => this.#add(attempts > 0), this.#signal);
      return undefined;
    } catch (error) {
      if (isDomainError(error, "image-file-too-big")) return { code: "clip-file-too-big", params: {} };
      if (!isDomainError(error) || GONE.includes(error.code)) throw error;
      return { code: error.code, params: error.params };
    }
  }

  async #add(again: boolean): Promise<void> {
    const { service, files, records } = this.#deps;
    const { person, draftId, message, file } = this.#job;
    const { actor } = person;
    const add = service.clips.add.bind(service.clips);
    this.#job = { ...this.#job, attempts: this.#job.attempts + 1 };
    await records.keep(this.#job);
    const image = await files.use(file, (open) =>
      addOnce({ service, add, again }, actor, draftId, { sourceId: file.uniqueId, open }),
    );
    await followUp(this.#deps, this.#api, person, draftId, { image, message });
  }
}
