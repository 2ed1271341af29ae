import type { KeyValueStore } from "../../core/ports/key-value-store.js";

export const CARD_NAMESPACES = [
  "progress-cards",
  "collecting-cards",
  "collecting-undos",
  "confirmation-cards",
  "caption-reviews",
  "captioning-cards",
  "caption-questions",
  "voice-captions",
  "verdict-replies",
  "face-checks",
  "model-files",
] as const;
export type CardNamespace = (typeof CARD_NAMESPACES)[number];

/** Where the one message of a kind is that belongs to a training, and what is kept of it: JSON. */
export class CardPlaces<Place> {
  readonly #keyValues: KeyValueStore;
  readonly #namespace: CardNamespace;

  constructor(keyValues: KeyValueStore, namespace: CardNamespace) {
    this.#keyValues = keyValues;
    this.#namespace = namespace;
  }

  async read(ownerId: string, trainingId: string): Promise<Place | undefined> {
    return (await this.#keyValues.read(this.#namespace, `${ownerId}/${trainingId}`)) as Place | undefined;
  }

  async write(ownerId: string, trainingId: string, place: Place): Promise<void> {
    await this.#keyValues.write(this.#namespace, `${ownerId}/${trainingId}`, place);
  }

  async delete(ownerId: string, trainingId: string): Promise<void> {
    await this.#keyValues.delete(this.#namespace, `${ownerId}/${trainingId}`);
  }
}
