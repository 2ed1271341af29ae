import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { Actor, TrainedModel } from "../training/model.js";
import type { ReceivedShares } from "./received-shares.js";
import type { Share, ShareBook } from "./share-book.js";

/** A list that a person can still look through. */
const MAX_RECEIVED = 50;

export interface SharedModel {
  readonly token: string;
  readonly model: TrainedModel;
}

/**
 * Sharing by a link: its owner gives a model's link away, whoever has it may take the model, and keeps it until
 * the owner ends the share or deletes the model. It tells neither of them who the other is.
 */
export class ModelSharing {
  readonly #models: ModelRepository;
  readonly #book: ShareBook;
  readonly #received: ReceivedShares;
  readonly #clock: Clock;

  constructor(deps: { models: ModelRepository; book: ShareBook; received: ReceivedShares; clock: Clock }) {
    this.#models = deps.models;
    this.#book = deps.book;
    this.#received = deps.received;
    this.#clock = deps.clock;
  }

  /**
   * Begins to share a model; where it is shared already, nothing changes.
   *
   * @returns the token of its link
   * @throws DomainError `not-found`, `not-yours` (to administrators too: a link is the owner's to give)
   */
  async share(actor: Actor, modelId: string): Promise<string> {
    const share = await this.#own(actor, modelId);
    const token = await this.#book.begin(share);
    if ((await this.#models.get(modelId)) !== undefined) return token;
    // It was deleted meanwhile.
    await this.#book.end(share);
    throw new DomainError("not-found");
  }

  /** The token of the model's link while it is shared. @throws DomainError as {@link share} */
  async tokenOf(actor: Actor, modelId: string): Promise<string | undefined> {
    return this.#book.tokenOf(await this.#own(actor, modelId));
  }

  /** Ends the share, for those too who took the model. Gives whether there was one. @throws as {@link share} */
  async end(actor: Actor, modelId: string): Promise<boolean> {
    return this.#book.end(await this.#own(actor, modelId));
  }

  /**
   * What a link offers.
   *
   * @returns the model, and whether the actor has taken it already
   * @throws DomainError `share-ended` for a token that is unknown or whose share has ended, `share-own`
   */
  async offer(actor: Actor, token: string): Promise<{ model: TrainedModel; taken: boolean }> {
    const model = await this.#shared(token);
    if (model === undefined) throw new DomainError("share-ended");
    if (model.ownerId === actor.userId) throw new DomainError("share-own");
    const received = await this.#received.of(actor.userId);
    return { model, taken: received.some((one) => one.token === token) };
  }

  /** Takes what a link offers; gives as {@link offer} what was before. @throws as {@link offer}, `too-many-shared` */
  async accept(actor: Actor, token: string): Promise<{ model: TrainedModel; taken: boolean }> {
    const offer = await this.offer(actor, token);
    if (offer.taken) return offer;
    // Ended ones leave room.
    await this.received(actor);
    const acceptedAt = this.#clock.now();
    await this.#received.change(actor.userId, (received) => {
      if (received.some((one) => one.token === token)) return received;
      if (received.length >= MAX_RECEIVED) throw new DomainError("too-many-shared", { max: MAX_RECEIVED });
      return [...received, { token, acceptedAt }];
    });
    return offer;
  }

  /** What others share with the actor, the latest first. Shares that have ended leave the list. */
  async received(actor: Actor): Promise<SharedModel[]> {
    const shared: SharedModel[] = [];
    const ended = new Set<string>();
    for (const { token } of await this.#received.of(actor.userId)) {
      const model = await this.#shared(token);
      if (model === undefined) ended.add(token);
      else shared.unshift({ token, model });
    }
    if (ended.size > 0) await this.#remove(actor, (token) => ended.has(token));
    return shared;
  }

  /** A model that the actor took. @throws DomainError `share-ended` when they have not, or have it no more */
  async receivedModel(actor: Actor, token: string): Promise<TrainedModel> {
    const received = await this.#received.of(actor.userId);
    const model = received.some((one) => one.token === token) ? await this.#shared(token) : undefined;
    if (model === undefined) throw new DomainError("share-ended");
    return model;
  }

  /** Takes a model off the actor's list; the share itself goes on. */
  async leave(actor: Actor, token: string): Promise<void> {
    await this.#remove(actor, (one) => one === token);
  }

  async #remove(actor: Actor, goes: (token: string) => boolean): Promise<void> {
    await this.#received.change(actor.userId, (received) => {
      const staying = received.filter(({ token }) => !goes(token));
      return staying.length === received.length ? received : staying;
    });
  }

  async #shared(token: string): Promise<TrainedModel | undefined> {
    const share = await this.#book.find(token);
    return share === undefined ? undefined : this.#models.get(share.thingId);
  }

  async #own(actor: Actor, modelId: string): Promise<Share> {
    const model = await this.#models.get(modelId);
    if (model === undefined) throw new DomainError("not-found");
    if (model.ownerId !== actor.userId) throw new DomainError("not-yours");
    return { ownerId: model.ownerId, thingId: modelId };
  }
}
