import { InputFile, type Api } from "grammy";
import type { ModelRegistry } from "../../core/models/registry.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { ModelFile, TrainedModel, Training } from "../../core/training/model.js";
import { asTelegramAway } from "./api-errors.js";
import { CardPlaces } from "./card-places.js";
import { chatOf } from "./context.js";
import { patiently } from "./patiently.js";
import { Turns } from "./turns.js";

/** As Telegram counts. */
const MB = 1_000_000;

/**
 * Sends the files of a trained model into the chat, where they are small enough. It is an extra beside the link: it
 * happens behind the message with the link, once for each choice of a step, and nobody waits for it.
 */
export class ModelFiles {
  readonly #api: Api;
  readonly #registry: ModelRegistry;
  readonly #logger: Logger;
  readonly #maxBytes: number;
  /** Of which step; of the only one there was, in records of before there were several. */
  readonly #begun: CardPlaces<number | true>;
  /** One upload at a time: cards and answers need the line too. */
  readonly #turns = new Turns();

  /** @param deps.uploadMegabytes the largest file that is sent; 0 for none */
  constructor(deps: {
    api: Api;
    registry: ModelRegistry;
    keyValues: KeyValueStore;
    logger: Logger;
    uploadMegabytes: number;
  }) {
    this.#api = deps.api;
    this.#registry = deps.registry;
    this.#logger = deps.logger;
    this.#maxBytes = deps.uploadMegabytes * MB;
    this.#begun = new CardPlaces(deps.keyValues, "model-files");
  }

  /** Sends them behind; what cannot be sent is logged. */
  send(training: Training, model: TrainedModel): void {
    const files = model.files.filter(({ bytes }) => bytes <= this.#maxBytes);
    if (files.length === 0) return;
    this.#turns
      .run("upload", () => this.#sendAll(training, model.steps, files))
      .catch((error: unknown) => {
        const detail = asTelegramAway(error) ?? error;
        this.#logger.warn("a model's file could not be sent", { training: training.id, error: detail });
      });
  }

  async #sendAll(
    { id, ownerId, channel }: Training,
    steps: number,
    files: readonly ModelFile[],
  ): Promise<void> {
    // The message may come twice after a crash; the file does not.
    const begun = await this.#begun.read(ownerId, id);
    if (begun === true || begun === steps) return;
    await this.#begun.write(ownerId, id, steps);
    for (const file of files) {
      // Opened when it is asked for: a call that never gets so far leaves no file open.
      await patiently(() =>
        this.#api.sendDocument(
          chatOf(channel),
          new InputFile(() => this.#registry.open(file), file.fileName),
        ),
      );
    }
  }
}
