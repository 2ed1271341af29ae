import { DomainError } from "../errors.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import { triggerOf } from "./caption-describer.js";
import { setIfThere } from "./caption-store.js";
import { occurs, parseWordsChange, wordsChanger, type WordsChange } from "./caption-words.js";
import type { Actor, Caption, Training } from "./model.js";
import type { TrainingRecords } from "./records.js";

export const CAPTION_CHANGES = "caption-changes";

interface CaptionChange {
  readonly imageId: string;
  readonly before: Caption;
  readonly after: string;
}

/** A change to all captions as it would be, or as it was. */
export interface ChangeSet {
  /** As the caller named it. */
  readonly id: string;
  readonly words: WordsChange;
  readonly changes: readonly CaptionChange[];
  /** Captions that would lose the trigger word: it stays, in front. */
  readonly restored: number;
  /** Captions that would grow too long: they stay as they are. */
  readonly tooLong: number;
}

interface Kept {
  /** What the person looks at and has not decided on. */
  readonly proposed?: ChangeSet;
  /** The last one that was made, with the captions there were before. */
  readonly applied?: ChangeSet;
}

/** Changes to all captions of a training at once: looked at first, then made, and the last one can be taken back. */
export class CaptionChanges {
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #keyValues: KeyValueStore;

  constructor(deps: { records: TrainingRecords; datasets: DatasetRepository; keyValues: KeyValueStore }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#keyValues = deps.keyValues;
  }

  /**
   * Whether there is anything to change in these words.
   *
   * @throws DomainError `words-empty`
   */
  async finds(actor: Actor, trainingId: string, words: string): Promise<boolean> {
    await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    return occurs(
      words,
      images.map(({ caption }) => caption?.text ?? ""),
    );
  }

  /**
   * Works out what a change would do, and keeps it in the place of an earlier proposal.
   *
   * @param id names it; the same id again is the same proposal
   * @throws DomainError `words-empty`
   */
  async propose(actor: Actor, trainingId: string, id: string, raw: WordsChange): Promise<ChangeSet> {
    const draft = await this.#records.draft(actor, trainingId);
    const words = parseWordsChange(raw);
    const images = await this.#datasets.list(trainingId);
    const texts = images.flatMap(({ caption }) => (caption === undefined ? [] : [caption.text]));
    const changer = wordsChanger(words, texts, triggerOf(draft));
    const changes: CaptionChange[] = [];
    let restored = 0;
    let tooLong = 0;
    for (const { id: imageId, caption } of images) {
      if (caption === undefined) continue;
      const changed = changer(caption.text);
      if (changed.tooLong) tooLong++;
      else if (changed.text !== caption.text) {
        if (changed.restored) restored++;
        changes.push({ imageId, before: caption, after: changed.text });
      }
    }
    const proposed: ChangeSet = { id, words, changes, restored, tooLong };
    const { applied } = await this.#kept(draft);
    await this.#keep(draft, { proposed, ...(applied !== undefined && { applied }) });
    return proposed;
  }

  /**
   * Makes the proposed change. A caption that was changed otherwise since stays as it is. The same again goes
   * on where a crash cut it off.
   *
   * @returns how many captions read as proposed now
   * @throws DomainError `change-outdated` when another was proposed or made since
   */
  async apply(actor: Actor, trainingId: string, id: string): Promise<number> {
    const draft = await this.#records.draft(actor, trainingId);
    const kept = await this.#kept(draft);
    const change = kept.applied?.id === id ? kept.applied : kept.proposed;
    if (change?.id !== id) throw new DomainError("change-outdated");
    // First the way back, then the change.
    if (kept.applied?.id !== id) await this.#keep(draft, { applied: change });
    return this.#set(
      trainingId,
      change.changes.map(({ imageId, before, after }) => ({
        imageId,
        from: before.text,
        to: { text: after, source: "hand" },
      })),
    );
  }

  /** Takes the last change back. A caption that was changed otherwise since stays as it is. As {@link apply}. */
  async undo(actor: Actor, trainingId: string, id: string): Promise<number> {
    const draft = await this.#records.draft(actor, trainingId);
    const { applied } = await this.#kept(draft);
    if (applied?.id !== id) throw new DomainError("change-outdated");
    const count = await this.#set(
      trainingId,
      applied.changes.map(({ imageId, before, after }) => ({ imageId, from: after, to: before })),
    );
    await this.forget(draft.ownerId, trainingId);
    return count;
  }

  /** Drops the proposal; the change before it can still be taken back. */
  async leave(actor: Actor, trainingId: string): Promise<void> {
    const draft = await this.#records.draft(actor, trainingId);
    const { applied } = await this.#kept(draft);
    await this.#keep(draft, applied === undefined ? {} : { applied });
  }

  /** The proposal that waits for a decision. */
  async proposal(actor: Actor, trainingId: string): Promise<ChangeSet | undefined> {
    return (await this.#kept(await this.#records.draft(actor, trainingId))).proposed;
  }

  async forget(ownerId: string, trainingId: string): Promise<void> {
    await this.#keyValues.delete(CAPTION_CHANGES, `${ownerId}/${trainingId}`);
  }

  async #set(
    trainingId: string,
    changes: readonly { imageId: string; from: string; to: Caption }[],
  ): Promise<number> {
    const images = await this.#datasets.list(trainingId);
    const texts = new Map(images.map(({ id, caption }) => [id, caption?.text]));
    let count = 0;
    for (const { imageId, from, to } of changes) {
      const text = texts.get(imageId);
      if (text !== from && text !== to.text) continue;
      if (text === from) await setIfThere(this.#datasets, imageId, to);
      count++;
    }
    return count;
  }

  async #kept({ ownerId, id }: Training): Promise<Kept> {
    return (await this.#keyValues.read(CAPTION_CHANGES, `${ownerId}/${id}`)) ?? {};
  }

  async #keep({ ownerId, id }: Training, kept: Kept): Promise<void> {
    await this.#keyValues.write(CAPTION_CHANGES, `${ownerId}/${id}`, kept);
  }
}
