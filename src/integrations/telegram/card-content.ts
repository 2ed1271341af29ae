import type { UserRepository } from "../../core/ports/user-repository.js";
import type { Training } from "../../core/training/model.js";
import { isTerminal } from "../../core/training/state.js";
import type { CardContent } from "./card-messages.js";
import { cardText, type Wait } from "./card-text.js";
import { runningButtons } from "./running-buttons.js";
import type { Texts } from "./texts.js";

/** What the progress cards say, in the language of the training's person, and the buttons under it. */
export class CardContents {
  readonly #users: UserRepository;
  readonly #texts: Texts;
  readonly #isPaused: () => Promise<boolean>;
  /** Trainings whose card asks whether to stop. */
  readonly #asking = new Set<string>();

  /** @param deps.isPaused whether new trainings are paused */
  constructor(deps: { users: UserRepository; texts: Texts; isPaused: () => Promise<boolean> }) {
    this.#users = deps.users;
    this.#texts = deps.texts;
    this.#isPaused = deps.isPaused;
  }

  /** The card asks "are you sure?", or does not any more; what is said from now on keeps it so. */
  ask(trainingId: string, asking: boolean): void {
    if (asking) this.#asking.add(trainingId);
    else this.#asking.delete(trainingId);
  }

  /** @param wait how the queue stands, for one that waits; as it stood at the confirmation without it */
  async of(training: Training, wait?: Wait): Promise<CardContent> {
    const { id, ownerId, status, muted = false } = training;
    const user = await this.#users.get(ownerId);
    const t = this.#texts.in(this.#texts.nearest(user?.locale));
    const paused = status === "QUEUED" && (await this.#isPaused());
    const text = cardText(training, t, { wait, paused });
    if (isTerminal(status)) return { html: text, rows: [] };
    const html = muted ? `${text}\n${t("card-muted")}` : text;
    return { html, rows: runningButtons(training, this.#asking.has(id), t) };
  }
}
