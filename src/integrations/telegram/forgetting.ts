import { OFFERS } from "../../core/points/offers.js";
import { CAPTION_COUNTS } from "../../core/training/caption-budget.js";
import { CAPTION_CHANGES } from "../../core/training/caption-changes.js";
import { CAPTION_RUNS } from "../../core/training/caption-runs.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Receipt } from "../../core/training/receipt.js";
import type { Actor } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { CARD_NAMESPACES } from "./card-places.js";
import { forgetConversations } from "./conversation-storage.js";
import { RENAMING_NAMESPACE } from "./renaming.js";

/** Deletes everything of a person: what the core has, and what this adapter noted of their chats. */
export class Forgetting {
  readonly #service: TrainingService;
  readonly #keyValues: KeyValueStore;

  constructor(deps: { service: TrainingService; keyValues: KeyValueStore }) {
    this.#service = deps.service;
    this.#keyValues = deps.keyValues;
  }

  async forget(actor: Actor): Promise<Receipt> {
    const receipt = await this.#service.library.deleteEverything(actor);
    for (const namespace of [
      ...CARD_NAMESPACES,
      RENAMING_NAMESPACE,
      CAPTION_RUNS,
      CAPTION_CHANGES,
      CAPTION_COUNTS,
      OFFERS,
    ])
      await this.#keyValues.deleteAll(namespace, `${actor.userId}/`);
    await forgetConversations(this.#keyValues, actor.userId);
    return receipt;
  }
}
