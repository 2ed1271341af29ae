import { expect } from "chai";
import { describe, it } from "mocha";
import {
  compareWaiting,
  compareTurns,
  turnOf,
  type Turns,
  type Waiting,
} from "../../../../src/core/training/fairness.js";
import { takeNext, type WaitingLine } from "../../../../src/core/training/waiting-line.js";
import { randomFrom } from "../../../support/random.js";

/** A queue in memory, which counts what is asked of it. */
class Queue implements WaitingLine {
  pages = 0;
  readonly had = new Map<string, Turns>();

  constructor(public waiting: Waiting[]) {
    waiting.sort(compareWaiting);
  }

  page(except: readonly string[], limit: number): Promise<Waiting[]> {
    this.pages += 1;
    return Promise.resolve(this.waiting.filter(({ ownerId }) => !except.includes(ownerId)).slice(0, limit));
  }

  turns(ownerIds: readonly string[]): Promise<Map<string, Turns>> {
    return Promise.resolve(new Map(ownerIds.map((id) => [id, this.turnsOf(id)])));
  }

  take(id: string): Promise<Waiting | undefined> {
    const taken = this.waiting.find((each) => each.id === id);
    if (taken === undefined) return Promise.resolve(undefined);
    this.waiting = this.waiting.filter((each) => each !== taken);
    const { active, ...rest } = this.turnsOf(taken.ownerId);
    this.had.set(taken.ownerId, { ...rest, active: active + 1 });
    return Promise.resolve(taken);
  }

  /** As the definition has it, with all of the queue in view. */
  whoseTurn(): Waiting | undefined {
    const heads = new Map(this.waiting.toReversed().map((each) => [each.ownerId, each]));
    const turns = [...heads.values()].map((head) => turnOf(head, this.turnsOf(head.ownerId)));
    const [first] = turns.sort(compareTurns);
    return this.waiting.find(({ id }) => id === first?.id);
  }

  private turnsOf(ownerId: string): Turns {
    return this.had.get(ownerId) ?? { active: 0 };
  }
}

const row = (ownerId: string, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${ownerId}-${index}`,
    ownerId,
    queuedAt: from + index,
  }));

describe("taking the next in line", () => {
  const takeFrom = (queue: Queue) => takeNext(queue, (id) => queue.take(id));

  it("finds nobody in an empty line", async () => {
    expect(await takeFrom(new Queue([]))).to.equal(undefined);
  });

  it("reads one page where the first of it can have no better behind", async () => {
    const queue = new Queue([...row("A", 0, 200), ...row("B", 500, 1)]);
    expect((await takeFrom(queue))?.id).to.equal("A-0");
    expect(queue.pages).to.equal(1);
  });

  it("looks behind a long row of a person who has a slot", async () => {
    const queue = new Queue([...row("A", 0, 200), ...row("B", 500, 1)]);
    queue.had.set("A", { active: 1 });
    expect((await takeFrom(queue))?.id).to.equal("B-0");
    expect(queue.pages).to.equal(2);
  });

  it("takes in the order of the definition, whatever the queue", async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomFrom(seed);
      const persons = 1 + random.below(60);
      const queue = new Queue(
        Array.from({ length: random.below(150) }, (_, index) => {
          const ownerId = `P${random.below(1 + random.below(persons))}`;
          return { id: `t${index}`, ownerId, queuedAt: random.below(100) };
        }),
      );
      for (let person = 0; person < persons; person += 1) {
        queue.had.set(`P${person}`, { active: random.below(3), endedAt: random.below(150) });
      }
      for (let next = queue.whoseTurn(); next !== undefined; next = queue.whoseTurn()) {
        expect(await takeFrom(queue), `seed ${seed}`).to.deep.equal(next);
      }
      expect(await takeFrom(queue)).to.equal(undefined);
    }
  });

  it("goes on with the next one when another slot was faster, and looks again when it knows no more", async () => {
    const queue = new Queue([...row("A", 0, 40), ...row("B", 20, 1)]);
    const tried: string[] = [];
    const lost = new Set(["A-0", "B-0", "A-1"]);
    const taken = await takeNext(queue, (id) => {
      tried.push(id);
      if (!lost.has(id)) return queue.take(id);
      queue.waiting = queue.waiting.filter((each) => each.id !== id);
      return Promise.resolve(undefined);
    });
    expect(tried).to.deep.equal(["A-0", "B-0", "A-1", "A-2"]);
    expect(taken?.id).to.equal("A-2");
  });

  it("comes to an end when everything is taken by others", async () => {
    const queue = new Queue([...row("A", 0, 40), ...row("B", 20, 40)]);
    const tried: string[] = [];
    await takeNext<never>(queue, (id) => {
      tried.push(id);
      queue.waiting = queue.waiting.filter((each) => each.id !== id);
      return Promise.resolve(undefined);
    });
    expect(new Set(tried).size).to.equal(80);
    expect(queue.waiting).to.deep.equal([]);
  });
});
