import { DomainError } from "../errors.js";
import type { Share, ShareBook } from "../models/share-book.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { DatasetCopies } from "./dataset-copy.js";
import type { Drafts } from "./drafts.js";
import type { Actor, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** The photos that a link leads to. */
interface SharedDataset {
  readonly training: Training;
  readonly images: number;
}

/** What a link to a training's photos offers. */
export interface DatasetOffer extends SharedDataset {
  /** The open draft that the actor has begun with them here already; completed only where it says so. */
  readonly begun: Training | undefined;
}

/**
 * Sharing the photos of a training by a link: whoever has it may begin a training with a copy of the photos and
 * captions, until the owner ends the share or deletes the training. Copies that were made stay. It tells neither of
 * them who the other is.
 */
export class DatasetSharing {
  readonly #trainings: Pick<TrainingRepository, "get">;
  readonly #datasets: Pick<DatasetRepository, "count">;
  readonly #book: ShareBook;
  readonly #records: TrainingRecords;
  readonly #drafts: Drafts;
  readonly #copies: DatasetCopies;

  constructor(deps: {
    trainings: Pick<TrainingRepository, "get">;
    datasets: Pick<DatasetRepository, "count">;
    book: ShareBook;
    records: TrainingRecords;
    drafts: Drafts;
    copies: DatasetCopies;
  }) {
    this.#trainings = deps.trainings;
    this.#datasets = deps.datasets;
    this.#book = deps.book;
    this.#records = deps.records;
    this.#drafts = deps.drafts;
    this.#copies = deps.copies;
  }

  /**
   * Begins to share a training's photos; where they are shared already, nothing changes.
   *
   * @returns the token of their link
   * @throws DomainError `not-found` (also of no photo), `not-yours` (to administrators too: a link is the owner's to give)
   */
  async share(actor: Actor, trainingId: string): Promise<string> {
    const share = await this.#own(actor, trainingId);
    const token = await this.#book.begin(share);
    if ((await this.#sharedBy(share)) !== undefined) return token;
    // It was deleted meanwhile, or never had any.
    await this.#book.end(share);
    throw new DomainError("not-found");
  }

  /** The token of the link while the photos are shared. @throws DomainError `not-found`, `not-yours` */
  async tokenOf(actor: Actor, trainingId: string): Promise<string | undefined> {
    return this.#book.tokenOf(await this.#own(actor, trainingId));
  }

  /** Ends the share. Gives whether there was one. @throws as {@link tokenOf} */
  async end(actor: Actor, trainingId: string): Promise<boolean> {
    return this.#book.end(await this.#own(actor, trainingId));
  }

  /**
   * What a link offers, to whom is talked to on this channel.
   *
   * @throws DomainError `share-ended` for a token that is unknown or whose share has ended, `share-own-photos`
   */
  async offer(actor: Actor, token: string, channel: string): Promise<DatasetOffer> {
    const share = await this.#book.find(token);
    const shared = share && (await this.#sharedBy(share));
    if (shared === undefined) throw new DomainError("share-ended");
    if (shared.training.ownerId === actor.userId) throw new DomainError("share-own-photos");
    const open = await this.#drafts.open(actor, channel);
    const begun = open.find(({ sharedPhotos }) => sharedPhotos?.trainingId === shared.training.id);
    return { ...shared, begun };
  }

  /**
   * A draft with a copy of the photos and captions, in which all else is to be chosen. One that is open already is
   * completed and given again.
   *
   * @throws as {@link offer}; DomainError `too-many-drafts`, `storage-failed`
   */
  async accept(actor: Actor, token: string, channel: string): Promise<Training> {
    const { training: source, begun } = await this.offer(actor, token, channel);
    const { id: trainingId, triggerWord } = source;
    const beginning = { trainingId, ...(triggerWord !== undefined && { triggerWord }), copied: false };
    const draft = begun ?? (await this.#drafts.start(actor, channel, { sharedPhotos: beginning }));
    if (draft.sharedPhotos?.copied === true) return draft;
    await this.#copies.copy(actor, source, draft);
    return this.#records.changeDraft(actor, draft.id, (stored) => ({
      ...stored,
      sharedPhotos: { ...beginning, ...stored.sharedPhotos, copied: true },
    }));
  }

  async #sharedBy({ thingId }: Share): Promise<SharedDataset | undefined> {
    const training = await this.#trainings.get(thingId);
    if (training === undefined) return undefined;
    const images = training.imageIds?.length ?? (await this.#datasets.count(thingId));
    return images === 0 ? undefined : { training, images };
  }

  async #own(actor: Actor, trainingId: string): Promise<Share> {
    const training = await this.#trainings.get(trainingId);
    if (training === undefined) throw new DomainError("not-found");
    if (training.ownerId !== actor.userId) throw new DomainError("not-yours");
    return { ownerId: training.ownerId, thingId: trainingId };
  }
}
