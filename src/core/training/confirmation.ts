import { randomInt } from "node:crypto";
import { DomainError, isDomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Slot } from "../ports/job-runtime.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { fits, recipeById } from "../recipes/index.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Charging } from "./charging.js";
import { checkClips, isClip } from "./clips.js";
import { consentTo, termsOf, type Terms } from "./consent.js";
import { minutesOf } from "./estimate.js";
import type { TrainingEvents } from "./events.js";
import { maskRefusal } from "./masks.js";
import type { Actor, Consent, DatasetImage, Parameters, Quote, Training } from "./model.js";
import { resolveParameters } from "./options.js";
import type { Outlook } from "./outlook.js";
import { checkQueueRoom } from "./queue-room.js";
import type { TrainingRecords } from "./records.js";
import type { NewAccounts } from "./new-accounts.js";
import { move } from "./state.js";
import { draftStep } from "./steps.js";

/** Others who write a draft at the same moment are its person's other taps; they come to an end. */
const MAX_TRIES = 10;

/** A draft that lacks nothing. */
export interface ReadyDraft {
  readonly training: Training;
  readonly recipe: Recipe;
  readonly images: readonly DatasetImage[];
  readonly parameters: Parameters;
  /** Whether it will learn with masks; absent where it cannot. */
  readonly masks?: boolean;
  /** To be shown, and agreed to by who confirms. */
  readonly terms: Terms;
}

/** The last steps of a draft: is all there, what will it take, start. */
export class Confirmation {
  readonly #trainings: TrainingRepository;
  readonly #records: TrainingRecords;
  readonly #datasets: Pick<DatasetRepository, "list">;
  readonly #outlook: Outlook;
  readonly #charging: Charging;
  readonly #events: TrainingEvents;
  readonly #clock: Clock;
  readonly #slots: () => Promise<readonly Slot[]>;
  readonly #masks: boolean;
  readonly #atOnce: number | undefined;
  readonly #newAccounts: NewAccounts | undefined;

  /**
   * @param deps.masks whether this installation makes masks
   * @param deps.atOnce see {@link checkQueueRoom}
   * @param deps.newAccounts holds those back who have just come; absent where nobody is held back
   */
  constructor(deps: {
    trainings: TrainingRepository;
    records: TrainingRecords;
    datasets: Pick<DatasetRepository, "list">;
    outlook: Outlook;
    charging: Charging;
    events: TrainingEvents;
    clock: Clock;
    slots: () => Promise<readonly Slot[]>;
    masks: boolean;
    atOnce?: number | undefined;
    newAccounts?: NewAccounts | undefined;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#datasets = deps.datasets;
    this.#outlook = deps.outlook;
    this.#charging = deps.charging;
    this.#events = deps.events;
    this.#clock = deps.clock;
    this.#slots = deps.slots;
    this.#masks = deps.masks;
    this.#atOnce = deps.atOnce;
    this.#newAccounts = deps.newAccounts;
  }

  /**
   * Checks that nothing is missing.
   *
   * @throws DomainError `draft-incomplete` with the step, `dataset-too-small`, `dataset-full`, `recipe-unavailable`
   */
  async validate(actor: Actor, trainingId: string): Promise<ReadyDraft> {
    const training = await this.#records.draft(actor, trainingId);
    const images = await this.#datasets.list(trainingId);
    const step = draftStep(training, images);
    if (step !== "confirming" || training.recipeId === undefined) {
      throw new DomainError("draft-incomplete", { step });
    }
    const recipe = recipeById(training.recipeId);
    const { min, max } = recipe.dataset;
    if (images.length < min) throw new DomainError("dataset-too-small", { count: images.length, min });
    if (images.length > max) throw new DomainError("dataset-full", { max });
    checkClips(recipe, images);
    if (!(await this.#slots()).some((slot) => fits(recipe, slot))) {
      throw new DomainError("recipe-unavailable", { recipe: recipe.id });
    }
    const { options } = training;
    const maskable = maskRefusal(this.#masks, options, images.filter(isClip).length) === undefined;
    return {
      training,
      recipe,
      images,
      ...(maskable && { masks: options.masks === true }),
      parameters: resolveParameters(recipe, options, images.length),
      terms: termsOf(recipe),
    };
  }

  /** What the training will take, as things stand now. @throws as {@link validate} */
  async quote(actor: Actor, trainingId: string): Promise<Quote> {
    return this.#quote(await this.validate(actor, trainingId));
  }

  /**
   * Freezes the dataset and queues the training. Confirming twice queues once.
   *
   * @param accepted the id of the {@link Terms} that the person was shown and agreed to; the consent is recorded
   * @throws as {@link validate}; DomainError `consent-missing`, `consent-outdated`, `too-many-queued`,
   *   `too-many-at-once`, `new-account`, `points-short`, `daily-spend`
   */
  async confirm(actor: Actor, trainingId: string, accepted: string | undefined): Promise<Training> {
    for (let tries = 1; ; tries++) {
      const current = await this.#records.owned(actor, trainingId, "training-started");
      if (current.status !== "DRAFT") return current;
      await checkQueueRoom(this.#trainings, current.ownerId, this.#atOnce);
      try {
        const ready = await this.validate(actor, trainingId);
        const consent = consentTo(ready.terms, accepted, actor, this.#clock.now());
        await this.#newAccounts?.count(current.ownerId, trainingId);
        return await this.#queue(ready, consent);
      } catch (error) {
        // Another writer came in between: what was checked may hold no longer, or it is confirmed already.
        if (!isDomainError(error, "conflict", "not-a-draft") || tries === MAX_TRIES) throw error;
      }
    }
  }

  /** Saves on the very version that was checked. @throws DomainError `conflict` when it is not the last one */
  async #queue(ready: ReadyDraft, consent: Consent): Promise<Training> {
    const training = frozen(ready);
    const quote = await this.#quote(ready);
    const now = this.#clock.now();
    const queued = await this.#charging.whilePaid(training, quote.price ?? 0, (charge) =>
      this.#trainings.save({
        ...move(training, "QUEUED", now),
        quote,
        ...(charge && { charge }),
        consent,
        seed: training.seed ?? randomInt(2 ** 31),
        queuedAt: now,
        updatedAt: now,
      }),
    );
    this.#events.publish({ type: "queued", training: queued });
    return queued;
  }

  async #quote(ready: ReadyDraft): Promise<Quote> {
    const training = frozen(ready);
    const { asOf, places, pace } = await this.#outlook.view(training);
    const { ahead = 0, startsAt = asOf } = places.get(training.id) ?? {};
    const wait = startsAt - asOf;
    const price = this.#charging.priceOf(ready.recipe, {
      parameters: ready.parameters,
      images: ready.images.length,
      clips: training.clips ?? 0,
    });
    return {
      images: ready.images.length,
      steps: ready.parameters.steps,
      minutes: minutesOf(pace.secondsOf(training) ?? 0),
      ahead,
      waitMinutes: wait > 0 ? minutesOf(wait / 1000) : 0,
      ...(price !== undefined && { price }),
    };
  }
}

/** With the images, the steps and the masks as they are now, which it will run with. */
function frozen({ training, images, parameters, masks }: ReadyDraft): Training {
  const { masks: _, ...options } = training.options;
  const clips = images.filter(isClip).length;
  return {
    ...training,
    imageIds: images.map(({ id }) => id),
    ...(clips > 0 && { clips }),
    options: {
      ...options,
      overrides: { ...options.overrides, steps: parameters.steps },
      ...(masks === true && { masks }),
    },
  };
}
