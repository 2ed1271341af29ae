import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Ids } from "../ports/ids.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { recipeById } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import { checkSuits, subjectsOf, suits } from "../recipes/suitability.js";
import { checkClips } from "./clips.js";
import { setIfThere } from "./caption-store.js";
import { replaceTrigger, withoutWord } from "./caption-text.js";
import { SUBJECTS, type Actor, type DatasetImage, type Options, type Training } from "./model.js";
import { parseTriggerWord } from "./naming.js";
import { checkParameter, DEFAULT_OPTIONS, fittingOverrides } from "./options.js";
import type { Names } from "./names.js";
import type { TrainingRecords } from "./records.js";
import { withTriggerWord } from "./sample-prompts.js";
import { draftStep, type DraftStep } from "./steps.js";

/** Enough for anybody who works on several at once; without a bound a script could fill the disk. */
const MAX_DRAFTS = 20;

export interface DraftView {
  readonly training: Training;
  readonly images: readonly DatasetImage[];
  readonly step: DraftStep;
}

/** Use cases of a training that is still being put together: start, come back, name, choose. */
export class Drafts {
  readonly #trainings: TrainingRepository;
  readonly #records: TrainingRecords;
  readonly #datasets: DatasetRepository;
  readonly #names: Names;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #offered: () => Promise<readonly Recipe[]>;

  /** @param deps.offered the recipes that this installation can run now */
  constructor(deps: {
    trainings: TrainingRepository;
    records: TrainingRecords;
    datasets: DatasetRepository;
    names: Names;
    clock: Clock;
    ids: Ids;
    offered: () => Promise<readonly Recipe[]>;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#names = deps.names;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
    this.#offered = deps.offered;
  }

  /** Opens a new draft. @param beginning what it has from the first @throws DomainError `too-many-drafts` */
  async start(
    actor: Actor,
    channel: string,
    beginning: Pick<Training, "sharedPhotos"> = {},
  ): Promise<Training> {
    if ((await this.#trainings.countByOwner(actor.userId, ["DRAFT"])) >= MAX_DRAFTS) {
      throw new DomainError("too-many-drafts", { max: MAX_DRAFTS });
    }
    const now = this.#clock.now();
    const training: Training = {
      id: this.#ids.next(),
      ownerId: actor.userId,
      channel,
      createdAt: now,
      updatedAt: now,
      version: 1,
      status: "DRAFT",
      options: DEFAULT_OPTIONS,
      ...beginning,
      collected: false,
      captioned: false,
      notices: [],
    };
    await this.#trainings.insert(training);
    return training;
  }

  /** The person's open drafts that were begun on this channel, newest first. */
  async open(actor: Actor, channel: string): Promise<Training[]> {
    const drafts = await this.#trainings.listByOwner(actor.userId, {
      limit: MAX_DRAFTS,
      statuses: ["DRAFT"],
    });
    return drafts.filter((draft) => draft.channel === channel);
  }

  /** A draft with its images and the step at which it stands. */
  async view(actor: Actor, id: string): Promise<DraftView> {
    const training = await this.#records.draft(actor, id);
    const images = await this.#datasets.list(id);
    return { training, images, step: draftStep(training, images) };
  }

  /** Recipes to choose from; none while no worker is there that could train one. */
  async recipes(): Promise<readonly Recipe[]> {
    return this.#offered();
  }

  /**
   * Says what to train; all that was settled before stays. A base model that cannot learn it is to be chosen anew.
   *
   * @throws DomainError `subject-unknown`, or `subject-unavailable` where no base model offered here can learn it
   */
  async setSubject(actor: Actor, id: string, raw: string): Promise<Training> {
    const subject = SUBJECTS.find((candidate) => candidate === raw);
    if (subject === undefined) throw new DomainError("subject-unknown");
    if (!subjectsOf(await this.#offered()).includes(subject)) throw new DomainError("subject-unavailable");
    return this.#records.changeDraft(actor, id, ({ recipeId, ...draft }) => ({
      ...draft,
      options: { ...draft.options, subject },
      ...(recipeId !== undefined && suits(recipeById(recipeId), subject) && { recipeId }),
    }));
  }

  /** @throws DomainError `name-empty`, `name-too-long`, `name-taken` with one that is free */
  async setName(actor: Actor, id: string, raw: string): Promise<Training> {
    return this.#names.nameDraft(actor, id, raw);
  }

  /** Sets the trigger word, also in the captions and the sample prompts that are there already. */
  async setTriggerWord(actor: Actor, id: string, raw: string): Promise<Training> {
    const triggerWord = parseTriggerWord(raw);
    const before = await this.#records.draft(actor, id);
    const after = await this.#records.changeDraft(actor, id, (draft) => ({
      ...draft,
      triggerWord,
      options: withTriggerWord(draft.options, draft.triggerWord, triggerWord),
    }));
    for (const image of await this.#datasets.list(id)) {
      if (image.caption === undefined) continue;
      const own = withoutWord(image.caption.text, before.sharedPhotos?.triggerWord ?? "", triggerWord);
      const text = replaceTrigger(own, before.triggerWord, triggerWord);
      await setIfThere(this.#datasets, image.id, { ...image.caption, text });
    }
    return after;
  }

  /**
   * @throws DomainError `recipe-unknown`, `recipe-unavailable` where no slot of this installation fits,
   *   `recipe-unsuitable` where it cannot learn what the draft is to train, `clips-in-the-way` where clips were
   *   collected and it learns from pictures alone
   */
  async setRecipe(actor: Actor, id: string, recipeId: string): Promise<Training> {
    const recipe = recipeById(recipeId);
    if (!(await this.#offered()).includes(recipe))
      throw new DomainError("recipe-unavailable", { recipe: recipe.id });
    checkClips(recipe, await this.#datasets.list(id));
    return this.#records.changeDraft(actor, id, (draft) => {
      checkSuits(recipe, draft.options.subject);
      const overrides = fittingOverrides(recipe, draft.options.overrides);
      return { ...draft, recipeId: recipe.id, options: { ...draft.options, overrides } };
    });
  }

  /** Changes some of the options. @throws DomainError `option-unknown`, `option-out-of-range`, `recipe-unsuitable` */
  async setOptions(actor: Actor, id: string, change: Partial<Options>): Promise<Training> {
    return this.#records.changeDraft(actor, id, (draft) => {
      if (draft.recipeId !== undefined) {
        const recipe = recipeById(draft.recipeId);
        checkSuits(recipe, change.subject);
        for (const [name, value] of Object.entries(change.overrides ?? {}))
          checkParameter(recipe, name, value);
      }
      return { ...draft, options: { ...draft.options, ...change } };
    });
  }
}
