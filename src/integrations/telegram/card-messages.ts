import type { Api } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { Training } from "../../core/training/model.js";
import type { Pictures } from "../../core/training/pictures.js";
import { asTelegramAway, isOtherKind, isUnreachable } from "./api-errors.js";
import { CardPlaces } from "./card-places.js";
import { chatOf } from "./context.js";
import { replace, replaceCaption, replaceWithPhoto, send, type Button } from "./say.js";

/** A picture is some 100 KB, and a curve does not change so fast. */
const PICTURE_EVERY_MS = 30_000;

/** What a card says; the words stay far below the 1,024 characters of a caption. */
export interface CardContent {
  readonly html: string;
  readonly rows: Button[][];
}

/** The number of a text, or of a message that has become a picture with a caption. */
type Place = number | { readonly photo: number };

/** The messages in which trainings show how they go: a text each, until there is a picture to put in its place. */
export class CardMessages {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #pictures: Pictures;
  readonly #places: CardPlaces<Place>;
  /** When each card was given its newest picture, or when that failed. */
  readonly #picturedAt = new Map<string, number>();

  constructor(deps: {
    api: Api;
    keyValues: KeyValueStore;
    pictures: Pictures;
    clock: Clock;
    logger: Logger;
  }) {
    this.#api = deps.api;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#pictures = deps.pictures;
    this.#places = new CardPlaces(deps.keyValues, "progress-cards");
  }

  async isThere({ ownerId, id }: Training): Promise<boolean> {
    return (await this.#places.read(ownerId, id)) !== undefined;
  }

  async send(training: Training, { html, rows }: CardContent): Promise<void> {
    const message = await send(this.#api, chatOf(training.channel), html, rows);
    this.#picturedAt.delete(training.id);
    await this.#places.write(training.ownerId, training.id, message.message_id);
  }

  /**
   * Puts new words into the card, and a picture every 30 s or now. When the picture does not arrive the words do.
   *
   * @returns "gone" when there is no card, or the person has deleted it
   */
  async edit(
    training: Training,
    content: CardContent,
    picture: "when-due" | "now" | "never",
  ): Promise<"edited" | "gone"> {
    const place = await this.#places.read(training.ownerId, training.id);
    if (place === undefined) return "gone";
    if (picture === "now" || (picture === "when-due" && this.#isPictureDue(training))) {
      const result = await this.#editPicture(training, place, content);
      if (result !== undefined) return result;
    }
    try {
      return await this.#editWords(training, place, content);
    } catch (error) {
      if (!isOtherKind(error)) throw error;
      // A process that was killed had put the picture there, and did not come to write it down.
      return this.#editWords(training, await this.#remember(training, place), content);
    }
  }

  async forget({ ownerId, id }: Training): Promise<void> {
    this.#picturedAt.delete(id);
    await this.#places.delete(ownerId, id);
  }

  #isPictureDue({ id }: Training): boolean {
    return this.#clock.now() - (this.#picturedAt.get(id) ?? 0) >= PICTURE_EVERY_MS;
  }

  async #editWords(
    { channel }: Training,
    place: Place,
    { html, rows }: CardContent,
  ): Promise<"edited" | "gone"> {
    const edit = typeof place === "number" ? replace : replaceCaption;
    return edit(this.#api, chatOf(channel), numberOf(place), html, rows);
  }

  /** Gives nothing when there is nothing to show yet, or it could not be shown: a card of words is better than none. */
  async #editPicture(
    training: Training,
    place: Place,
    { html, rows }: CardContent,
  ): Promise<"edited" | "gone" | undefined> {
    try {
      const picture = await this.#pictures.ofProgress(training);
      if (picture === undefined) return undefined;
      this.#picturedAt.set(training.id, this.#clock.now());
      const chatId = chatOf(training.channel);
      const result = await replaceWithPhoto(this.#api, chatId, numberOf(place), picture, html, rows);
      if (result === "edited" && typeof place === "number") await this.#remember(training, place);
      return result;
    } catch (error) {
      if (isUnreachable(error)) throw error;
      this.#picturedAt.set(training.id, this.#clock.now());
      this.#logger.warn("a card's picture could not be shown", {
        training: training.id,
        error: asTelegramAway(error) ?? error,
      });
      return undefined;
    }
  }

  /** A card becomes a picture once, and no text again. */
  async #remember({ ownerId, id }: Training, place: Place): Promise<Place> {
    const photo = { photo: numberOf(place) };
    await this.#places.write(ownerId, id, photo);
    return photo;
  }
}

function numberOf(place: Place): number {
  return typeof place === "number" ? place : place.photo;
}
