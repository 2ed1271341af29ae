import type { Api } from "grammy";
import type { ModelRegistry } from "../../core/models/registry.js";
import type { Messenger } from "../../core/ports/messenger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { Notice, TrainedModel, Training } from "../../core/training/model.js";
import { isUnreachable } from "./api-errors.js";
import { chargeLines } from "./charge-text.js";
import { chatOf } from "./context.js";
import { maskLines } from "./mask-lines.js";
import type { ModelFiles } from "./model-files.js";
import { modelMessage } from "./model-message.js";
import type { ProgressCards } from "./progress-card.js";
import { keptLines, resumeButtons } from "./resume-button.js";
import { samplesButtons } from "./samples-button.js";
import { send, type Button } from "./say.js";
import { stepsButtons } from "./steps-page.js";
import type { Texts, Translate } from "./texts.js";

/** Brings the terminal messages of trainings into their chats. */
export class TelegramMessenger implements Messenger {
  readonly #api: Api;
  readonly #cards: ProgressCards;
  readonly #registry: ModelRegistry;
  readonly #files: ModelFiles;
  readonly #users: UserRepository;
  readonly #texts: Texts;

  constructor(deps: {
    api: Api;
    cards: ProgressCards;
    registry: ModelRegistry;
    files: ModelFiles;
    users: UserRepository;
    texts: Texts;
  }) {
    this.#api = deps.api;
    this.#cards = deps.cards;
    this.#registry = deps.registry;
    this.#files = deps.files;
    this.#users = deps.users;
    this.#texts = deps.texts;
  }

  async deliver(
    training: Training,
    notice: Notice,
    model: TrainedModel | undefined,
  ): Promise<"delivered" | "undeliverable"> {
    const user = await this.#users.get(training.ownerId);
    const t = this.#texts.in(this.#texts.nearest(user?.locale));
    try {
      await this.#cards.finish(training);
      const { html, rows } = await this.#content(training, notice, model, t);
      await send(this.#api, chatOf(training.channel), html, rows);
      if (model !== undefined) this.#files.send(training, model);
      return "delivered";
    } catch (error) {
      if (isUnreachable(error)) return "undeliverable";
      throw error;
    }
  }

  async #content(
    training: Training,
    notice: Notice,
    model: TrainedModel | undefined,
    t: Translate,
  ): Promise<{ html: string; rows: Button[][] }> {
    const name = training.name ?? "";
    const ended = (...lines: string[]): string => [...lines, ...chargeLines(training, t)].join("\n");
    const rows = resumeButtons(training, t);
    const kept = keptLines(training, t);
    if (notice.kind === "cancelled") return { html: ended(t("cancelled-message", { name }), ...kept), rows };
    if (notice.kind === "completed") {
      // The model may have been deleted by the time the message goes out.
      if (model === undefined) return { html: ended(t("done-title", { name })), rows: [] };
      const done = modelMessage(model, await this.#registry.links(model), t, "done-title");
      return {
        html: [ended(done.html), ...maskLines(training, t)].join("\n\n"),
        rows: [...done.rows, ...samplesButtons(training, t), ...stepsButtons(model, t)],
      };
    }
    const { code = "internal", params } = training.failure ?? {};
    return { html: ended(t("failed-message", { name }), t(`error-${code}`, params), ...kept), rows };
  }
}
