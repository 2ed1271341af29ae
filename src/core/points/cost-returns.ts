import type { AdminLog, AdminRequest } from "../administration/admin-log.js";
import { requireAdmin } from "../administration/require-admin.js";
import { DomainError } from "../errors.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import type { PaymentDesk } from "../ports/payment-desk.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import type { Actor, Training } from "../training/model.js";
import { isTerminal } from "../training/state.js";
import { chargedRuns } from "./charged-runs.js";
import type { Debt, Debtor } from "./debts.js";
import type { Ledger } from "./ledger.js";
import type { RewardReturns } from "./reward-returns.js";

/** What trainings cost that is to be given back, and told; by the training's id. */
const COSTS_OWED = "cost-returns";
/** So many at a time. */
const PAGE = 500;

interface OwedCost {
  readonly personId: string;
  readonly holds: readonly string[];
  /** The administrator. */
  readonly by: string;
}

export interface CostReturn {
  readonly personId: string;
  readonly points: number;
  /** False where all of it was given back before. */
  readonly isNew: boolean;
}

interface Deps {
  readonly keyValues: KeyValueStore;
  readonly ledger: Ledger;
  readonly postings: LedgerStore;
  readonly trainings: Pick<TrainingRepository, "get">;
  readonly rewards: RewardReturns;
  /** Posts what an ended training owes. */
  readonly settle: (training: Training) => Promise<void>;
  readonly log: Pick<AdminLog, "write">;
}

/**
 * What a training cost, given back by an administrator. Its rewards go back with it. For the training itself it stays
 * paid: who goes on with it does not pay for the same steps again.
 */
export class CostReturns implements Debtor {
  readonly #deps: Deps;
  #listener: () => void = () => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  listen(listener: () => void): void {
    this.#listener = listener;
  }

  /**
   * Gives back what all runs of an ended training were charged, once. Its person is told.
   *
   * @param trainingId also of one that was deleted since
   * @throws DomainError `not-admin`; `charge-unknown` where there is no such training; `training-not-ended`;
   *   `training-was-free`; `storage-failed`
   */
  async giveBack(actor: Actor, trainingId: string, request: AdminRequest): Promise<CostReturn> {
    requireAdmin(actor);
    const { trainings, settle, postings, log } = this.#deps;
    const training = await trainings.get(trainingId);
    if (training !== undefined) {
      if (!isTerminal(training.status)) throw new DomainError("training-not-ended");
      // The message of its end may be owed still, and what it was charged with it.
      await settle(training);
    }
    const runs = await chargedRuns(postings, trainingId, training?.ownerId);
    if (runs === undefined && training === undefined) throw new DomainError("charge-unknown");
    if (runs === undefined || runs.points === 0) throw new DomainError("training-was-free");
    const { personId, points, open, openPoints } = runs;
    if (open.length === 0) return { personId, points, isNew: false };
    const act = { deed: "charge-return", person: personId, thing: trainingId, points: openPoints } as const;
    await log.write(actor, act, request);
    // Noted before anything is posted: what is cut off in between goes on from here.
    await this.#pay(trainingId, await this.#note(trainingId, { personId, holds: open, by: actor.userId }));
    this.#listener();
    return { personId, points: openPoints, isNew: true };
  }

  /** What is to be told still, and given back where a process died over it. */
  async debts(): Promise<Debt[]> {
    const owed = await this.#deps.keyValues.list(COSTS_OWED, PAGE);
    return owed.map(({ key, value }) => ({
      key,
      settle: (desk: PaymentDesk) => this.#settle(desk, key, value as OwedCost),
    }));
  }

  /** Along with what was not told of yet, so that it is told in one message. */
  async #note(trainingId: string, owed: OwedCost): Promise<OwedCost> {
    const before = (await this.#deps.keyValues.read(COSTS_OWED, trainingId)) as OwedCost | undefined;
    const all = { ...owed, holds: [...new Set([...(before?.holds ?? []), ...owed.holds])] };
    await this.#deps.keyValues.write(COSTS_OWED, trainingId, all);
    return all;
  }

  /** Gives how many points. */
  async #pay(trainingId: string, { personId, holds, by }: OwedCost): Promise<number> {
    let points = 0;
    for (const hold of holds) {
      const of = { id: hold, personId, trainingId };
      points += (await this.#deps.ledger.returnCharge(of, { by })).lines.available ?? 0;
      await this.#deps.rewards.takeBack(hold);
    }
    return points;
  }

  async #settle(desk: PaymentDesk, trainingId: string, owed: OwedCost): Promise<boolean> {
    const points = await this.#pay(trainingId, owed);
    const training = await this.#deps.trainings.get(trainingId);
    await desk.tellReturned(owed.personId, { points, trainingName: training?.name });
    await this.#deps.keyValues.delete(COSTS_OWED, trainingId);
    return true;
  }
}
