import { compareTurns, firstTurn, turnOf, type Turn, type Turns, type Waiting } from "./fairness.js";

/** How many waiting trainings are read at once: more than mostly needed, and few enough to cost nothing. */
const PAGE = 32;

/** The queue of a store, as a slot that asks for its next training may see it. */
export interface WaitingLine {
  /** Trainings that fit and are not these persons', in the order of `queuedAt`, then `id`. */
  page(exceptOwners: readonly string[], limit: number): Promise<readonly Waiting[]>;
  /**
   * What these persons had. Ends before `since` may be left out: they change no place in the line.
   * It is asked after the page, so that who took a training of that page meanwhile is counted.
   */
  turns(ownerIds: readonly string[], since: number): Promise<ReadonlyMap<string, Turns>>;
}

/**
 * Takes the training whose turn it is. Who loses it to another slot tries the next one.
 *
 * @param take compare-and-set: takes a training if it still waits
 * @returns what was taken; undefined when the line is empty
 */
export async function takeNext<T>(
  line: WaitingLine,
  take: (id: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (;;) {
    const front = await readFront(line);
    let next = front.first();
    if (next === undefined) return undefined;
    for (; next !== undefined; next = front.first()) {
      const taken = await take(next.id);
      if (taken !== undefined) return taken;
      front.leave(next.ownerId);
    }
  }
}

/** Reads page by page, until nobody who was not seen yet can go before the first of those who were. */
async function readFront(line: WaitingLine): Promise<Front> {
  const front = new Front();
  for (;;) {
    const page = await line.page(front.owners, PAGE);
    const [first] = page;
    if (first !== undefined) {
      const owners = [...new Set(page.map(({ ownerId }) => ownerId))];
      front.add(page, await line.turns(owners, first.queuedAt));
    }
    if (page.length < PAGE) front.close();
    if (front.closed || front.first() !== undefined) return front;
  }
}

/** The first of the line as they were read, with those gone since that others were seen to take. */
class Front {
  readonly #lines = new Map<string, { turns: Turns; waiting: Waiting[]; whole: boolean }>();
  #last: Waiting | undefined;
  closed = false;

  get owners(): readonly string[] {
    return [...this.#lines.keys()];
  }

  /** Of a full page nobody knows what more a person has in the line. */
  add(page: readonly Waiting[], turns: ReadonlyMap<string, Turns>): void {
    const whole = page.length < PAGE;
    for (const each of page) {
      const { ownerId } = each;
      const line = this.#lines.get(ownerId);
      if (line !== undefined) line.waiting.push(each);
      else this.#lines.set(ownerId, { turns: turns.get(ownerId) ?? { active: 0 }, waiting: [each], whole });
    }
    this.#last = page.at(-1);
  }

  /** Nobody else is in the line. */
  close(): void {
    this.closed = true;
  }

  /** Whose turn it is; undefined when nobody waits, or it takes another look to say. */
  first(): Turn | undefined {
    const turns: Turn[] = [];
    for (const { turns: had, waiting, whole } of this.#lines.values()) {
      const [head] = waiting;
      if (head !== undefined) turns.push(turnOf(head, had));
      else if (!whole) return undefined;
    }
    const first = firstTurn(turns);
    if (first === undefined || this.closed || this.#last === undefined) return first;
    // Who comes behind has waited less than the last one here, and has at least no slot.
    return compareTurns(first, turnOf(this.#last, { active: 0 })) <= 0 ? first : undefined;
  }

  /** Another slot has taken the person's first one. */
  leave(ownerId: string): void {
    const line = this.#lines.get(ownerId);
    if (line === undefined) return;
    line.waiting.shift();
    line.turns = { ...line.turns, active: line.turns.active + 1 };
  }
}
