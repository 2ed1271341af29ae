import type { Api } from "grammy";
import type { Owed } from "./owed-verdicts.js";
import type { Reactions } from "./reactions.js";
import { replace, send } from "./say.js";
import type { VerdictWords } from "./verdict-words.js";

/** A photo's faces are counted within seconds of its first verdict, or minutes where many came. */
const REMEMBERED = 2_000;

/** The answers to photos: one message a photo, which is edited when more is found out about it. */
export class VerdictMessages {
  readonly #reactions: Reactions;
  /** Message ids of answers, by the photo's id. */
  readonly #told = new Map<string, number>();

  constructor(reactions: Reactions) {
    this.#reactions = reactions;
  }

  /** @param about the one photo that the words are about; undefined where they are about several */
  async tell(
    api: Api,
    chatId: number,
    { html, rows, ...options }: VerdictWords,
    about: Owed | undefined,
  ): Promise<void> {
    const told = about && this.#told.get(about.imageId);
    if (told !== undefined && (await replace(api, chatId, told, html, rows)) === "edited") return;
    const { message_id: messageId } = await send(api, chatId, html, rows, options);
    if (about === undefined) return;
    this.#remember(about.imageId, messageId);
    await this.#reactions.withdraw(api, chatId, about.messageId);
  }

  #remember(imageId: string, messageId: number): void {
    this.#told.set(imageId, messageId);
    const [oldest] = this.#told.keys();
    if (this.#told.size > REMEMBERED && oldest !== undefined) this.#told.delete(oldest);
  }
}
