import { InputFile, type Api, type InlineKeyboard } from "grammy";
import type { Message } from "grammy/types";
import { DomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { DatasetImage } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { isMessageGone, isNotModified } from "./api-errors.js";
import { pageRows, pageText } from "./caption-page.js";
import { CardPlaces } from "./card-places.js";
import { chatOf, type Person } from "./context.js";
import { withGroupHint } from "./group-hint.js";
import { patiently } from "./patiently.js";
import { captionText, keyboardOf, replaceButtons } from "./say.js";
import type { Translate } from "./texts.js";
import type { Turns } from "./turns.js";

const PREVIEW_LONG_SIDE = 1280;

interface Review {
  readonly messageId: number;
  /** Number of the image that is shown. */
  readonly position: number;
}

/** The review of captions: one photo message that is turned like a page. */
export class CaptionReview {
  readonly #service: TrainingService;
  readonly #places: CardPlaces<Review>;
  readonly #api: Api;
  readonly #t: Translate;
  readonly #person: Person;
  readonly #draftId: string;
  /** Whatever changes the page does it alone: what is typed must meet the photo that is shown. */
  readonly #turns: Turns;

  constructor(
    deps: { service: TrainingService; keyValues: KeyValueStore; api: Api; t: Translate; pageTurns: Turns },
    person: Person,
    draftId: string,
  ) {
    this.#service = deps.service;
    this.#places = new CardPlaces(deps.keyValues, "caption-reviews");
    this.#api = deps.api;
    this.#t = deps.t;
    this.#person = person;
    this.#draftId = draftId;
    this.#turns = deps.pageTurns;
  }

  /** Sends the page anew: the one that was shown last, else the first. */
  async open(): Promise<void> {
    await this.#turns.run(this.#draftId, () => this.#open());
  }

  /** Shows the image with this number. */
  async turn(position: number): Promise<void> {
    await this.#turns.run(this.#draftId, () => this.#turn(position));
  }

  /** Shows this image's newest caption, if it is the one that is shown. */
  async refresh(imageId: string): Promise<void> {
    await this.#turns.run(this.#draftId, async () => {
      const shown = await this.#shown();
      const image = (await this.#images()).find(({ id }) => id === imageId);
      if (image !== undefined && image.position === shown?.position) await this.#turn(image.position);
    });
  }

  /** The number that the person sees of the image at this position. */
  async numberOf(position: number): Promise<number> {
    return (await this.#images()).findIndex((image) => image.position === position) + 1;
  }

  /** Which image is shown; undefined where none is. */
  async shownPosition(): Promise<number | undefined> {
    return (await this.#shown())?.position;
  }

  /** Gives the shown image a caption; false when no image is shown. */
  async write(text: string): Promise<boolean> {
    return this.#turns.run(this.#draftId, async () => {
      const shown = await this.#shown();
      const image = (await this.#images()).find(({ position }) => position === shown?.position);
      if (image === undefined) return false;
      await this.#service.captions.edit(this.#person.actor, image.id, text);
      await this.#open();
      return true;
    });
  }

  /** Begins to have the image with this number described anew. */
  async redo(position: number): Promise<void> {
    const image = (await this.#images()).find((candidate) => candidate.position === position);
    if (image === undefined) throw new DomainError("not-found");
    await this.turn(position);
    await this.#service.captionRuns.redo(this.#person.actor, this.#draftId, image.id);
  }

  /** Takes the buttons off the page. */
  async close(): Promise<void> {
    await this.#turns.run(this.#draftId, async () => {
      const shown = await this.#shown();
      if (shown === undefined) return;
      await this.#strip(shown.messageId);
      await this.#places.delete(this.#person.actor.userId, this.#draftId);
    });
  }

  async #open(): Promise<void> {
    const images = await this.#images();
    const shown = await this.#shown();
    const image = images.find(({ position }) => position === shown?.position) ?? images[0];
    if (image !== undefined) await this.#send(image, images);
  }

  async #turn(position: number): Promise<void> {
    const images = await this.#images();
    const image = images.find((candidate) => candidate.position === position);
    if (image === undefined) throw new DomainError("not-found");
    const shown = await this.#shown();
    if (shown === undefined || !(await this.#edit(shown.messageId, image, images))) {
      await this.#send(image, images);
    } else {
      await this.#remember({ messageId: shown.messageId, position });
    }
  }

  async #send(image: DatasetImage, images: readonly DatasetImage[]): Promise<void> {
    const before = await this.#shown();
    const message = await patiently(async (): Promise<Message> =>
      this.#api.sendPhoto(chatOf(this.#person.channel), await this.#picture(image), {
        caption: this.#words(image, images),
        parse_mode: "HTML",
        reply_markup: this.#keyboard(image, images),
      }),
    );
    await this.#remember({ messageId: message.message_id, position: image.position });
    if (before !== undefined) await this.#strip(before.messageId);
  }

  async #edit(messageId: number, image: DatasetImage, images: readonly DatasetImage[]): Promise<boolean> {
    try {
      await patiently(async () =>
        this.#api.editMessageMedia(
          chatOf(this.#person.channel),
          messageId,
          {
            type: "photo",
            media: await this.#picture(image),
            caption: this.#words(image, images),
            parse_mode: "HTML",
          },
          { reply_markup: this.#keyboard(image, images) },
        ),
      );
      return true;
    } catch (error) {
      if (isNotModified(error)) return true;
      if (isMessageGone(error)) return false;
      throw error;
    }
  }

  /** An older page without buttons cannot be tapped by mistake. */
  async #strip(messageId: number): Promise<void> {
    await replaceButtons(this.#api, chatOf(this.#person.channel), messageId, []);
  }

  async #picture(image: DatasetImage): Promise<InputFile> {
    const jpeg = await this.#service.datasets.preview(this.#person.actor, image.id, PREVIEW_LONG_SIDE);
    return new InputFile(jpeg, `${image.position}.jpg`);
  }

  #keyboard(image: DatasetImage, images: readonly DatasetImage[]): InlineKeyboard {
    const { describes } = this.#service.captions;
    return keyboardOf(pageRows(image, images, { t: this.#t, describes }));
  }

  #words(image: DatasetImage, images: readonly DatasetImage[]): string {
    return captionText(withGroupHint(pageText(image, images, this.#t), this.#person, this.#t));
  }

  async #images(): Promise<readonly DatasetImage[]> {
    return (await this.#service.drafts.view(this.#person.actor, this.#draftId)).images;
  }

  async #shown(): Promise<Review | undefined> {
    return this.#places.read(this.#person.actor.userId, this.#draftId);
  }

  async #remember(review: Review): Promise<void> {
    await this.#places.write(this.#person.actor.userId, this.#draftId, review);
  }
}
