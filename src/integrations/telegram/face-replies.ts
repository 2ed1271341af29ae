import type { Api } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { TrainingService } from "../../core/training/service.js";
import type { CollectingCard } from "./collecting-card.js";
import type { Person } from "./context.js";
import { OwedVerdictStore, type Owed } from "./owed-verdicts.js";
import type { VerdictReplies } from "./verdict-replies.js";

interface Looking {
  readonly api: Api;
  readonly person: Person;
  readonly draftId: string;
  /** Photos that came as messages of their own, and are still to be looked at. */
  owed: readonly Owed[];
  /** Something came since this was last looked at. */
  hasMore: boolean;
}

/**
 * Where a person is trained, each photo is looked at for faces after its first verdict, in its own time; what that finds
 * is said as a later answer to the photo, and counted on the card. Photos of a zip have no message to answer: of theirs
 * the card and the contact sheet tell.
 */
export class FaceReplies {
  readonly #service: TrainingService;
  readonly #store: OwedVerdictStore;
  readonly #verdicts: VerdictReplies;
  readonly #collecting: CollectingCard;
  readonly #logger: Logger;
  readonly #looking = new Map<string, Looking>();

  constructor(deps: {
    service: TrainingService;
    keyValues: KeyValueStore;
    verdicts: VerdictReplies;
    collecting: CollectingCard;
    logger: Logger;
  }) {
    this.#service = deps.service;
    this.#store = new OwedVerdictStore(deps.keyValues, "face-checks");
    this.#verdicts = deps.verdicts;
    this.#collecting = deps.collecting;
    this.#logger = deps.logger;
  }

  /** Takes up what a process that died was looking at. */
  async recover(api: Api): Promise<void> {
    for (const { person, draftId, owed } of await this.#store.list()) {
      this.#start({ api, person, draftId, owed, hasMore: false });
    }
  }

  /** A photo came, or a zip of them; on disk when it returns, where there is anything to look for. */
  async taken(api: Api, person: Person, draftId: string, photo?: Owed): Promise<void> {
    if ((await this.#service.faces.pending(person.actor, draftId)).length === 0) return;
    const looking = this.#looking.get(draftId) ?? { api, person, draftId, owed: [], hasMore: true };
    looking.hasMore = true;
    if (photo !== undefined) looking.owed = [...looking.owed, photo];
    await this.#store.keep(looking);
    if (!this.#looking.has(draftId)) this.#start(looking);
  }

  /** Looks no further; the next start goes on. */
  stop(): void {
    this.#looking.clear();
  }

  #start(looking: Looking): void {
    this.#looking.set(looking.draftId, looking);
    this.#lookAtAll(looking).catch((error: unknown) => {
      if (this.#isStopped(looking)) return;
      this.#looking.delete(looking.draftId);
      this.#logger.warn("faces are not looked for further", { training: looking.draftId, error });
    });
  }

  /** One after the other; a photo that cannot be looked at is left out, whatever the reason. */
  async #lookAtAll(looking: Looking): Promise<void> {
    const { person, draftId } = looking;
    const tried = new Set<string>();
    while (!this.#isStopped(looking)) {
      looking.hasMore = false;
      const [photo] = looking.owed;
      const imageId = photo?.imageId ?? (await this.#pending(looking)).find((id) => !tried.has(id));
      if (imageId !== undefined) {
        tried.add(imageId);
        await this.#lookAt(looking, imageId, photo);
        continue;
      }
      // One that comes while the record goes finds its own record written after that.
      if (!this.#hasMore(looking)) await this.#store.write({ person, draftId, owed: [] });
      if (!this.#hasMore(looking)) this.#looking.delete(draftId);
    }
  }

  #hasMore(looking: Looking): boolean {
    return looking.hasMore;
  }

  async #pending({ person, draftId }: Looking): Promise<readonly string[]> {
    try {
      return await this.#service.faces.pending(person.actor, draftId);
    } catch (error) {
      if (isDomainError(error, "not-found", "not-a-draft")) return [];
      throw error;
    }
  }

  async #lookAt(looking: Looking, imageId: string, photo: Owed | undefined): Promise<void> {
    const { api, person, draftId } = looking;
    try {
      const isFaulty = await this.#service.faces.check(person.actor, draftId, imageId);
      if (this.#isStopped(looking)) return;
      if (isFaulty && photo !== undefined) await this.#verdicts.owe(api, person, draftId, photo);
      if (isFaulty) await this.#collecting.changed(api, person, draftId);
    } catch (error) {
      if (this.#isStopped(looking)) return;
      if (!isDomainError(error, "not-found", "not-a-draft"))
        this.#logger.warn("faces could not be looked for", { training: draftId, image: imageId, error });
    }
    if (photo === undefined) return;
    looking.owed = looking.owed.filter((each) => each !== photo);
    await this.#store.keep(looking);
  }

  #isStopped(looking: Looking): boolean {
    return this.#looking.get(looking.draftId) !== looking;
  }
}
