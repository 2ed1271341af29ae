import { EventEmitter, once } from "node:events";
import type { Training } from "../../../src/core/training/model.js";
import { isTerminal } from "../../../src/core/training/state.js";
import { userIdOf } from "../../../src/integrations/telegram/context.js";
import { PatientPerson } from "../../support/patient-person.js";
import type { ChatMessage, PersonChat, TelegramEmulator } from "../../support/telegram/index.js";
import { photos } from "../../support/test-pictures.js";
import { hasCome, type Moment } from "./moments.js";

const PATIENCE_MS = 240_000;
const PHOTOS = 3;

/** A person who wants one model, and what is seen of their training from outside. */
export class Customer {
  readonly userId: string;
  readonly photoCount = PHOTOS;
  readonly #moments = new EventEmitter();
  #latest: Moment | undefined;
  /** Why the person gave up; undefined while all is well. */
  despair: string | undefined;
  #ended = false;

  private constructor(
    readonly number: number,
    readonly chat: PersonChat,
    private readonly pictures: readonly Buffer[],
  ) {
    this.userId = userIdOf(number);
  }

  static async arrive(telegram: TelegramEmulator, number: number): Promise<Customer> {
    const chat = telegram.person({ id: number, firstName: "Anna", languageCode: "en" }).privateChat();
    return new Customer(number, chat, await photos(PHOTOS, 10 * number));
  }

  /** From /train to the last message; never throws: who gives up says why. */
  async train(): Promise<void> {
    const person = new PatientPerson(this.chat, this.pictures, (step) => {
      this.reach(step);
    });
    try {
      await person.train(PATIENCE_MS);
      this.reach("told");
    } catch (error) {
      this.despair = error instanceof Error ? error.message : String(error);
    } finally {
      this.#ended = true;
      this.#moments.emit("moment");
    }
  }

  /** What the store says of this person's newest training. */
  observe(training: Training): void {
    if (training.status === "DRAFT") return;
    this.reach(isTerminal(training.status) ? "ended" : training.status);
  }

  reach(moment: Moment): void {
    if (this.#latest !== undefined && hasCome(moment, this.#latest)) return;
    this.#latest = moment;
    this.#moments.emit("moment");
  }

  /** Resolves when the moment, or a later one, has come, or the person has gone home. */
  async until(moment: Moment): Promise<void> {
    while (!this.#ended && (this.#latest === undefined || !hasCome(moment, this.#latest))) {
      await once(this.#moments, "moment");
    }
  }

  get latest(): Moment | undefined {
    return this.#latest;
  }

  /** The last messages: how trainings ended, as the person was told. */
  get endings(): ChatMessage[] {
    return this.chat.messages.filter(
      ({ fromBot, text }) => fromBot && /is trained|could not be trained/.test(text),
    );
  }
}
