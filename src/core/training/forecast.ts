import { compareTurns, compareWaiting, turnOf, type Turn, type Waiting } from "./fairness.js";

/** Where a waiting training stands. Times are milliseconds since 1970. */
export interface Place {
  /** Waiting trainings that start before it. */
  readonly ahead: number;
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface ForecastSlot {
  readonly id: string;
  readonly recipeIds: ReadonlySet<string>;
}

/** A training on a slot; several on one slot overlap, and the last one to end frees it. */
export interface Running {
  readonly ownerId: string;
  readonly slotId: string;
  readonly endsAt: number;
}

/** A training in the queue, and how long it will take its slot. */
export interface Work extends Waiting {
  readonly recipeId: string;
  readonly seconds: number;
}

export interface Situation {
  readonly now: number;
  readonly slots: readonly ForecastSlot[];
  readonly running: readonly Running[];
  readonly waiting: readonly Work[];
  /** When the latest turn of a person ended, of those who had one lately. */
  readonly turnEnds: ReadonlyMap<string, number>;
  /** Persons who are still to come; none where it is not known. */
  readonly coming?: Coming;
}

/**
 * Persons who come as others came lately, each with one training that any slot takes. They go before whoever
 * has had a turn by then, so the second training of a person is told too early a time without them.
 */
export interface Coming {
  readonly everySeconds: number;
  /** How long each of their trainings takes its slot. */
  readonly seconds: number;
}

/** A training in the simulation; one that is still to come fits everywhere, and nobody asks for its place. */
interface Piece extends Waiting {
  readonly recipeId: string | undefined;
  readonly seconds: number;
}

/** A person in the simulation: what waits, in its order, and what they had by the time that it has come to. */
interface Person {
  readonly waiting: Piece[];
  active: number;
  endedAt: number;
}

/**
 * Plays the queue to its end as the slots will: each that gets free takes the one whose turn it is then.
 *
 * @returns the place of each waiting training; none for one that no slot takes
 */
export function forecast(situation: Situation): Map<string, Place> {
  const { now, running, waiting } = situation;
  const slots = situation.slots.map((slot) => ({ ...slot, freeAt: freeAt(slot.id, situation) }));
  const fitting = waiting.filter(({ recipeId }) => slots.some(({ recipeIds }) => recipeIds.has(recipeId)));
  const persons = personsOf({ ...situation, waiting: fitting });
  const ends = running.map(({ ownerId, endsAt }) => ({ ownerId, at: Math.max(now, endsAt) }));
  const coming = new Arrivals(situation, persons);
  const places = new Map<string, Place>();
  while (places.size < fitting.length) {
    const slot = earliest(slots);
    if (slot === undefined) break;
    passEnds(ends, slot.freeAt, persons);
    coming.pass(slot.freeAt, persons);
    const piece = nextFor(slot.recipeIds, persons.values());
    const person = persons.get(piece?.ownerId ?? "");
    if (piece === undefined || person === undefined) {
      slot.freeAt = coming.next;
      continue;
    }
    const endsAt = slot.freeAt + piece.seconds * 1000;
    if (piece.recipeId !== undefined) {
      places.set(piece.id, { ahead: places.size, startsAt: slot.freeAt, endsAt });
    }
    person.waiting.splice(person.waiting.indexOf(piece), 1);
    person.active += 1;
    if (person.waiting.length === 0) persons.delete(piece.ownerId);
    ends.push({ ownerId: piece.ownerId, at: endsAt });
    slot.freeAt = endsAt;
  }
  return places;
}

/** A rush passes, and a quiet hour too: so far ahead the gaps between those who come are taken as twice as long. */
const THINNING_MS = 30 * 60_000;

/** Puts those who are still to come into the line when their time has come. */
class Arrivals {
  /** When the next one comes; Infinity when nobody does. */
  next: number;
  readonly #everyMs: number;
  readonly #now: number;
  readonly #seconds: number;
  #count = 0;

  constructor({ now, coming }: Situation, persons: ReadonlyMap<string, Person>) {
    const matter = coming !== undefined && [...persons.values()].some(canBeOvertaken);
    this.#everyMs = matter ? coming.everySeconds * 1000 : Infinity;
    this.#now = now;
    this.#seconds = coming?.seconds ?? 0;
    this.next = now + this.#everyMs;
  }

  pass(until: number, persons: Map<string, Person>): void {
    while (this.next <= until && this.next < Infinity) {
      this.#count += 1;
      const id = `coming ${this.#count}`;
      const piece = { id, ownerId: id, queuedAt: this.next, recipeId: undefined, seconds: this.#seconds };
      persons.set(id, { waiting: [piece], active: 0, endedAt: 0 });
      this.next += this.#everyMs * (1 + (this.next - this.#now) / THINNING_MS);
    }
  }
}

/** Nobody who comes later goes before a person's first turn. */
function canBeOvertaken({ waiting, active, endedAt }: Person): boolean {
  return waiting.length > 1 || active > 0 || endedAt > (waiting[0]?.queuedAt ?? 0);
}

function personsOf({ waiting, running, turnEnds }: Situation): Map<string, Person> {
  const persons = new Map<string, Person>();
  for (const work of waiting.toSorted(compareWaiting)) {
    const person = persons.get(work.ownerId);
    if (person !== undefined) person.waiting.push(work);
    else {
      const active = running.filter(({ ownerId }) => ownerId === work.ownerId).length;
      persons.set(work.ownerId, { waiting: [work], active, endedAt: turnEnds.get(work.ownerId) ?? 0 });
    }
  }
  return persons;
}

function freeAt(slotId: string, { running, now }: Situation): number {
  const ends = running.filter((training) => training.slotId === slotId).map(({ endsAt }) => endsAt);
  return Math.max(now, ...ends);
}

function earliest<T extends { readonly freeAt: number }>(slots: readonly T[]): T | undefined {
  return slots.reduce<T | undefined>(
    (first, slot) => (slot.freeAt < (first?.freeAt ?? Infinity) ? slot : first),
    undefined,
  );
}

/** What has ended by a time is no turn any more, but its person had it. */
function passEnds(
  ends: { ownerId: string; at: number }[],
  until: number,
  persons: ReadonlyMap<string, Person>,
): void {
  for (let index = ends.length - 1; index >= 0; index--) {
    const end = ends[index];
    if (end === undefined || end.at > until) continue;
    ends.splice(index, 1);
    const person = persons.get(end.ownerId);
    if (person === undefined) continue;
    person.active -= 1;
    person.endedAt = Math.max(person.endedAt, end.at);
  }
}

function nextFor(recipeIds: ReadonlySet<string>, persons: Iterable<Person>): Piece | undefined {
  let next: Piece | undefined;
  let first: Turn | undefined;
  for (const { waiting, active, endedAt } of persons) {
    const head = waiting.find(({ recipeId }) => recipeId === undefined || recipeIds.has(recipeId));
    if (head === undefined) continue;
    const turn = turnOf(head, { active, endedAt });
    if (first !== undefined && compareTurns(first, turn) <= 0) continue;
    first = turn;
    next = head;
  }
  return next;
}
