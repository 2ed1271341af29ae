import { DomainError, isDomainError } from "../errors.js";
import { underName } from "../models/versions.js";
import type { ModelRepository } from "../ports/model-repository.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Actor, Training } from "./model.js";
import { freeName, nameKey, parseName } from "./naming.js";
import type { TrainingRecords } from "./records.js";
import { isActive } from "./state.js";

type Change = (training: Training) => Training;

/**
 * Gives trainings their names, each once among a person's own. Older ones that share a name keep it.
 *
 * Of two that take one name at the same moment, each looks again after it has written: at least the later one
 * finds the other there, and takes its own back. So none is given twice, and at worst both are asked for another.
 */
export class Names {
  readonly #trainings: Pick<TrainingRepository, "names">;
  readonly #records: TrainingRecords;
  readonly #models: ModelRepository;

  constructor(deps: {
    trainings: Pick<TrainingRepository, "names">;
    records: TrainingRecords;
    models: ModelRepository;
  }) {
    this.#trainings = deps.trainings;
    this.#records = deps.records;
    this.#models = deps.models;
  }

  /** @throws DomainError `name-empty`, `name-too-long`, `name-taken` with one that is free */
  async nameDraft(actor: Actor, id: string, raw: string): Promise<Training> {
    const name = parseName(raw);
    const draft = await this.#records.draft(actor, id);
    return this.#give(draft, name, (change) => this.#records.changeDraft(actor, id, change));
  }

  /**
   * Gives a training another name, and the model that it left behind with the names of its files.
   *
   * @throws DomainError as {@link nameDraft}, and `conflict` while a worker has it
   */
  async rename(actor: Actor, id: string, raw: string): Promise<Training> {
    const name = parseName(raw);
    const training = await this.#records.owned(actor, id, "training-changed");
    const renamed = await this.#give(training, name, (change) =>
      this.#records.change(id, (stored) => {
        if (isActive(stored.status)) throw new DomainError("conflict", { status: stored.status });
        return change(stored);
      }),
    );
    const model = renamed.modelId === undefined ? undefined : await this.#models.get(renamed.modelId);
    if (model !== undefined) await this.#models.replace(underName(model, name));
    return renamed;
  }

  async #give(
    training: Training,
    name: string,
    save: (change: Change) => Promise<Training>,
  ): Promise<Training> {
    const named: Change = (stored) => (stored.name === name ? stored : { ...stored, name });
    // Its own, perhaps written another way: also what came again after a crash, and what was shared all along.
    if (training.name !== undefined && nameKey(training.name) === nameKey(name)) return save(named);
    await this.#checkFree(training, name);
    const saved = await save(named);
    try {
      await this.#checkFree(training, name);
    } catch (error) {
      if (isDomainError(error, "name-taken")) await save(takenBack(training, name));
      throw error;
    }
    return saved;
  }

  /** @throws DomainError `name-taken` */
  async #checkFree({ id, ownerId }: Training, name: string): Promise<void> {
    const others = (await this.#trainings.names(ownerId)).filter((other) => other.id !== id);
    const taken = new Set(others.map((other) => nameKey(other.name)));
    if (!taken.has(nameKey(name))) return;
    throw new DomainError("name-taken", { name, free: freeName(name, taken) });
  }
}

/** As it was called before, unless it has been given yet another name since. */
function takenBack({ name: before }: Training, refused: string): Change {
  return ({ name, ...stored }) => {
    if (name !== refused) return { ...stored, ...(name !== undefined && { name }) };
    return { ...stored, ...(before !== undefined && { name: before }) };
  };
}
