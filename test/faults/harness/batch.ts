import { setTimeout as sleep } from "node:timers/promises";
import { randomFrom, type Random } from "../../support/random.js";
import { Customer } from "./customer.js";
import { judge, type Verdict } from "./judge.js";
import { Rig } from "./rig.js";
import type { Pace, Scenario } from "./scenario.js";

const CROWD = 6;
/** States pass in some ten milliseconds; looking costs a tenth of one. */
const LOOK_EVERY_MS = 5;

export interface BatchPlan {
  readonly seed: number;
  readonly runs: number;
  readonly pace: Pace;
  /** The program's main file. */
  readonly main: string;
}

export interface BatchResult extends Verdict {
  readonly runs: number;
  /** Where each run's training stood when it was struck. */
  readonly struckIn: readonly string[];
}

/** Some runs of a scenario on one installation, at the same time, and the judgement on them. */
export async function playBatch(scenario: Scenario, plan: BatchPlan): Promise<BatchResult> {
  const rig = await Rig.start(plan.main, scenario.rig);
  try {
    return await new Batch(scenario, plan, rig).play();
  } finally {
    await rig.close();
  }
}

class Batch {
  readonly #customers: Customer[] = [];
  readonly #struckIn: string[] = [];
  readonly #faults: string[] = [];
  #striking: Promise<void> = Promise.resolve();

  constructor(
    private readonly scenario: Scenario,
    private readonly plan: BatchPlan,
    private readonly rig: Rig,
  ) {}

  async play(): Promise<BatchResult> {
    const { runs } = this.plan;
    const over = new AbortController();
    const watching = this.#watch(over.signal);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < runs) await this.#run(next++);
    };
    await Promise.all(Array.from({ length: Math.min(runs, this.scenario.crowd ?? CROWD) }, lane));
    over.abort();
    await watching;
    const verdict = await judge(this.scenario, this.rig, this.#customers);
    const lost = [...this.#faults, ...verdict.lost];
    return { ...verdict, lost, runs, struckIn: this.#struckIn };
  }

  async #run(index: number): Promise<void> {
    const { scenario, plan, rig } = this;
    const random = randomFrom(plan.seed + index);
    const customer = await Customer.arrive(rig.darkroom.telegram, 1_000 + index);
    this.#customers.push(customer);
    const { moments } = scenario;
    const chosen =
      scenario.order === "in turn" ? (plan.seed + index) % moments.length : random.below(moments.length);
    const delay = random.below(scenario.delayMs + 1);
    const living = customer.train();
    await customer.until(moments[chosen]!);
    await sleep(delay);
    await this.#strike(customer, random);
    await living;
  }

  /** One after the other: a strike at a house that is down is no strike. */
  async #strike(customer: Customer, random: Random): Promise<void> {
    const striking = this.#striking.then(async () => {
      this.#struckIn.push(customer.latest ?? "before it began");
      await this.scenario.strike(this.rig, { customer, random, pace: this.plan.pace });
    });
    this.#striking = striking.catch((error: unknown) => {
      this.#faults.push(
        `the harness could not go on: ${error instanceof Error ? (error.stack ?? "") : String(error)}`,
      );
    });
    await this.#striking;
  }

  /** Tells each person's run which state its training is in. */
  async #watch(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      for (const customer of this.#customers.filter(({ latest }) => latest !== "told")) {
        const found = await this.rig.stores.trainings.listByOwner(customer.userId, { limit: 1 });
        if (found[0] !== undefined) customer.observe(found[0]);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}
