import type { Notice, TrainedModel, Training } from "../training/model.js";

/** Tells a person on their channel what they must hear at least once. */
export interface Messenger {
  /**
   * @param model the trained model, for a `completed` notice
   * @returns "undeliverable" when it will never arrive (the person blocked the bot, the chat is gone)
   * @throws any error when it may arrive later; the outbox tries again
   */
  deliver(
    training: Training,
    notice: Notice,
    model: TrainedModel | undefined,
  ): Promise<"delivered" | "undeliverable">;
}
