import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { UserRepository } from "../ports/user-repository.js";

const NAMESPACE = "new-accounts";
const HOUR_MS = 3600_000;
/** Notes of accounts that are not new any more are removed as others are written, so many looked at each time. */
const SWEPT = 50;
/** Writers of one note are one person's Starts. */
const MAX_TRIES = 10;

/** What a new account has started: kept by its id until it is new no more, also when the person is forgotten. */
interface Note {
  readonly since: number;
  readonly trainings: readonly string[];
}

/**
 * Who has just come may start so many trainings and no more: an account costs nothing, and a GPU does. Deleting the
 * trainings, or everything, is no way around it.
 */
export class NewAccounts {
  readonly #keyValues: KeyValueStore;
  readonly #users: UserRepository;
  readonly #clock: Clock;
  readonly #newMs: number;
  readonly #max: number;

  /**
   * @param deps.hours how long an account is new, from the first that was heard of it
   * @param deps.trainings how many it may start in that time
   */
  constructor(deps: {
    keyValues: KeyValueStore;
    users: UserRepository;
    clock: Clock;
    hours: number;
    trainings: number;
  }) {
    this.#keyValues = deps.keyValues;
    this.#users = deps.users;
    this.#clock = deps.clock;
    this.#newMs = deps.hours * HOUR_MS;
    this.#max = deps.trainings;
  }

  /**
   * Counts a training that is about to be started, once. A Start that comes to nothing after all is counted for that
   * training alone, which may be started again.
   *
   * @throws DomainError `new-account` with `max`, and in how many `hours` the account is new no more
   */
  async count(personId: string, trainingId: string): Promise<void> {
    const now = this.#clock.now();
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const stored = (await this.#keyValues.read(NAMESPACE, personId)) as Note | undefined;
      const note = stored ?? { since: await this.#firstSeen(personId, now), trainings: [] };
      const newUntil = note.since + this.#newMs;
      if (now >= newUntil || note.trainings.includes(trainingId)) return;
      if (note.trainings.length >= this.#max) {
        const hours = Math.ceil((newUntil - now) / HOUR_MS);
        throw new DomainError("new-account", { max: this.#max, hours });
      }
      const counted: Note = { ...note, trainings: [...note.trainings, trainingId] };
      if (await this.#keyValues.compareAndSet(NAMESPACE, personId, stored, counted)) return this.#sweep(now);
    }
    throw new DomainError("conflict");
  }

  async #firstSeen(personId: string, now: number): Promise<number> {
    return (await this.#users.get(personId))?.createdAt ?? now;
  }

  async #sweep(now: number): Promise<void> {
    for (const { key, value } of await this.#keyValues.list(NAMESPACE, SWEPT)) {
      if (now >= (value as Note).since + this.#newMs) await this.#keyValues.delete(NAMESPACE, key);
    }
  }
}
