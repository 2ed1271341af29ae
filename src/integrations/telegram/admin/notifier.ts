import type { Api } from "grammy";
import type { AdminNotice } from "../../../core/administration/notices.js";
import type { AdminNotifier } from "../../../core/ports/admin-notifier.js";
import type { TrainingRepository } from "../../../core/ports/training-repository.js";
import type { UserRepository } from "../../../core/ports/user-repository.js";
import { asTelegramAway, isUnreachable } from "../api-errors.js";
import { chatOf, userIdOf } from "../context.js";
import { send, type Button } from "../say.js";
import type { Texts, Translate } from "../texts.js";
import { fitting, shortened } from "./length.js";
import { workerButton } from "./overview-page.js";

const NAME_LENGTH = 30;

/** Writes to each administrator in the private chat with the bot. */
export class TelegramAdminNotifier implements AdminNotifier {
  readonly adminIds: readonly string[];
  readonly #api: Api;
  readonly #trainings: TrainingRepository;
  readonly #users: UserRepository;
  readonly #texts: Texts;

  constructor(deps: {
    api: Api;
    adminIds: readonly number[];
    trainings: TrainingRepository;
    users: UserRepository;
    texts: Texts;
  }) {
    this.adminIds = deps.adminIds.map(userIdOf);
    this.#api = deps.api;
    this.#trainings = deps.trainings;
    this.#users = deps.users;
    this.#texts = deps.texts;
  }

  async notify(adminId: string, notice: AdminNotice): Promise<"delivered" | "undeliverable"> {
    const user = await this.#users.get(adminId);
    const t = this.#texts.in(this.#texts.nearest(user?.locale));
    const { html, rows } = await this.#content(notice, t);
    try {
      // A person's id is the id of their private chat.
      await send(this.#api, chatOf(adminId), html, rows);
      return "delivered";
    } catch (error) {
      if (isUnreachable(error)) return "undeliverable";
      throw asTelegramAway(error) ?? error;
    }
  }

  async #content(notice: AdminNotice, t: Translate): Promise<{ html: string; rows: Button[][] }> {
    const worker = shortened(notice.workerName, NAME_LENGTH);
    const of = { id: notice.workerId, name: notice.workerName };
    if (notice.kind === "drained") {
      return { html: t("admin-notice-drained", { worker }), rows: [[workerButton("notice-undrain", of, t)]] };
    }
    const { slotId, count, failures } = notice;
    const lines = [t("admin-notice-failing", { worker, slot: shortened(slotId, NAME_LENGTH), count })];
    for (const { trainingId, code } of failures) {
      const training = await this.#trainings.get(trainingId);
      const name = shortened(training?.name ?? "–", NAME_LENGTH);
      lines.push(t("admin-notice-failure", { name, id: trainingId, code }));
    }
    lines.push(t("admin-notice-failing-hint"));
    return { html: fitting(lines), rows: [[workerButton("notice-drain", of, t)]] };
  }
}
