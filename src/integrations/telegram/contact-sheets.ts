import { InputFile, type Api } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { TrainingService } from "../../core/training/service.js";
import { draftButton } from "./callback-data.js";
import { chatOf, type Person } from "./context.js";
import { patiently } from "./patiently.js";
import { keyboardOf } from "./say.js";
import type { Texts } from "./texts.js";

/** A second tap within this is an impatient one: the sheet is on its way. */
const SAME_TAP_MS = 5_000;
const REMEMBERED = 1_000;

/** Sends all photos of a draft on one picture, or on several. */
export class ContactSheets {
  readonly #service: TrainingService;
  readonly #texts: Texts;
  readonly #clock: Clock;
  readonly #sentAt = new Map<string, number>();

  constructor(deps: { service: TrainingService; texts: Texts; clock: Clock }) {
    this.#service = deps.service;
    this.#texts = deps.texts;
    this.#clock = deps.clock;
  }

  /**
   * @param page counts from 1
   * @throws DomainError as DatasetReview.sheet
   */
  async send(api: Api, person: Person, draftId: string, page: number): Promise<void> {
    const key = `${draftId}/${page}`;
    if (this.#clock.now() - (this.#sentAt.get(key) ?? 0) < SAME_TAP_MS) return;
    const t = this.#texts.in(person.locale);
    const sheet = await this.#service.review.sheet(person.actor, draftId, page);
    const { first, last, marked, pages } = sheet;
    const more = { text: t("sheet-more"), data: draftButton(draftId, "sheet", sheet.page + 1) };
    const rows = sheet.page < pages ? [[more]] : [];
    await patiently(() =>
      api.sendPhoto(chatOf(person.channel), new InputFile(sheet.jpeg, `photos-${sheet.page}.jpg`), {
        caption: t("sheet-caption", { first, last, marked }),
        parse_mode: "HTML",
        reply_markup: keyboardOf(rows),
      }),
    );
    this.#remember(key);
  }

  #remember(key: string): void {
    this.#sentAt.delete(key);
    this.#sentAt.set(key, this.#clock.now());
    const [oldest] = this.#sentAt.keys();
    if (this.#sentAt.size > REMEMBERED && oldest !== undefined) this.#sentAt.delete(oldest);
  }
}
