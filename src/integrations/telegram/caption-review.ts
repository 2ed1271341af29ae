import { InputFile, type Api } from "grammy";
import type { Message } from "grammy/types";
import { DomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { DatasetImage } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { isMessageGone, isNotModified } from "./api-errors.js";
import { draftButton } from "./callback-data.js";
import { CardPlaces } from "./card-places.js";
import { chatOf, type Person } from "./context.js";
import { patiently } from "./patiently.js";
import { keyboardOf, replaceButtons, type Button } from "./say.js";
import type { Translate } from "./texts.js";

const PREVIEW_LONG_SIDE = 1280;
/** Telegram's caption bound is 1,024 characters; the page's own words take the rest. */
const SHOWN_CHARACTERS = 800;
const REDO_TIMEOUT_MS = 90_000;

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

  constructor(
    deps: { service: TrainingService; keyValues: KeyValueStore; api: Api; t: Translate },
    person: Person,
    draftId: string,
  ) {
    this.#service = deps.service;
    this.#places = new CardPlaces(deps.keyValues, "caption-reviews");
    this.#api = deps.api;
    this.#t = deps.t;
    this.#person = person;
    this.#draftId = draftId;
  }

  /** Sends the page anew: the one that was shown last, else the first. */
  async open(): Promise<void> {
    const images = await this.#images();
    const shown = await this.#shown();
    const image = images.find(({ position }) => position === shown?.position) ?? images[0];
    if (image !== undefined) await this.#send(image, images);
  }

  /** Shows the image with this number. */
  async turn(position: number): Promise<void> {
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

  /** The number that the person sees of the image at this position. */
  async numberOf(position: number): Promise<number> {
    return (await this.#images()).findIndex((image) => image.position === position) + 1;
  }

  /** Gives the shown image a caption; false when no image is shown. */
  async write(text: string): Promise<boolean> {
    const shown = await this.#shown();
    const image = (await this.#images()).find(({ position }) => position === shown?.position);
    if (image === undefined) return false;
    await this.#service.captions.edit(this.#person.actor, image.id, text);
    await this.open();
    return true;
  }

  /** Has the image with this number described anew. */
  async redo(position: number): Promise<void> {
    const image = (await this.#images()).find((candidate) => candidate.position === position);
    if (image === undefined) throw new DomainError("not-found");
    const signal = AbortSignal.timeout(REDO_TIMEOUT_MS);
    await this.#service.captions.regenerate(this.#person.actor, image.id, signal);
    await this.turn(position);
  }

  /** Takes the buttons off the page. */
  async close(): Promise<void> {
    const shown = await this.#shown();
    if (shown === undefined) return;
    await this.#strip(shown.messageId);
    await this.#places.delete(this.#person.actor.userId, this.#draftId);
  }

  async #send(image: DatasetImage, images: readonly DatasetImage[]): Promise<void> {
    const before = await this.#shown();
    const message = await patiently(async (): Promise<Message> =>
      this.#api.sendPhoto(chatOf(this.#person.channel), await this.#picture(image), {
        caption: this.#caption(image, images),
        parse_mode: "HTML",
        reply_markup: keyboardOf(this.#rows(image, images)),
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
            caption: this.#caption(image, images),
            parse_mode: "HTML",
          },
          { reply_markup: keyboardOf(this.#rows(image, images)) },
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

  #caption(image: DatasetImage, images: readonly DatasetImage[]): string {
    const text = image.caption?.text ?? "";
    const characters = Array.from(text);
    const shown =
      characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join("")}…` : text;
    const number = images.findIndex((candidate) => candidate.id === image.id) + 1;
    return this.#t("caption-page", { number, total: images.length, caption: shown });
  }

  #rows(image: DatasetImage, images: readonly DatasetImage[]): Button[][] {
    const at = images.findIndex((candidate) => candidate.id === image.id);
    const around = (offset: number): number =>
      images[(at + offset + images.length) % images.length]?.position ?? image.position;
    const button = (key: string, verb: string, argument: number | string): Button => ({
      text: this.#t(key),
      data: draftButton(this.#draftId, verb, argument),
    });
    const edit = [button("caption-edit", "edit", image.position)];
    if (this.#service.captions.describes) edit.push(button("caption-redo", "redo", image.position));
    return [
      [button("caption-previous", "page", around(-1)), button("caption-next", "page", around(1))],
      edit,
      [button("caption-done", "captions-done", "")],
    ];
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
