import { setTimeout as sleep } from "node:timers/promises";
import type { Training } from "../../../src/core/training/model.js";
import { ACTIVE_STATUSES, isTerminal } from "../../../src/core/training/state.js";
import { wrongInBooks } from "./books.js";
import type { Customer } from "./customer.js";
import { fateOf } from "./fate.js";
import { leftBehind } from "./left-behind.js";
import type { Rig } from "./rig.js";
import type { Scenario } from "./scenario.js";
import { doneTwice } from "./twice.js";

/** A message may be owed a little longer than its person's patience lasted for the first one. */
const OWED_MS = 30_000;
const ALL = { limit: 50 };

export interface Verdict {
  /** Trainings that ended in "could not be trained", as their person was told. */
  readonly failed: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly left: readonly string[];
  /** Until all was clean after the last end. */
  readonly cleanSeconds: number;
  /** The end of the program's log, where something is wrong. */
  readonly log: string;
}

/** Looks at everything that the trainings of these people came to. */
export async function judge(scenario: Scenario, rig: Rig, customers: readonly Customer[]): Promise<Verdict> {
  await untilTold(rig);
  const { trainings: repository } = rig.stores;
  const trainings = (
    await Promise.all(customers.map(({ userId }) => repository.listByOwner(userId, ALL)))
  ).flat();
  const { left, seconds } = await leftBehind(rig, trainings);
  const journal = await rig.darkroom.trainer.journal();
  const fates = await Promise.all(customers.map((customer) => fateOf(rig, customer, journal)));
  const failed = fates.reduce((sum, fate) => sum + fate.failed, 0);
  const lost = fates.flatMap((fate) => fate.lost);
  if (failed > 0 && scenario.mayFail !== true) {
    lost.push(`${failed} ended as failed, which this fault does not explain`);
  }
  const twice = doneTwice(journal, {
    // Where the clock was set, its times cannot be held against the trainers'.
    endedAt: (id) => (scenario.rig?.clock === true ? undefined : endOf(trainings, id)),
    mayStart: scenario.starts ?? 1,
    mayOverlap: scenario.mayOverlap ?? false,
  });
  lost.push(...(await wrongInBooks(rig, trainings)));
  const doubled = [...fates.flatMap((fate) => fate.doubled), ...twice];
  const wrong = lost.length + doubled.length + left.length > 0;
  return { failed, lost, doubled, left, cleanSeconds: seconds, log: wrong ? rig.darkroom.logTail() : "" };
}

/** In seconds since 1970; undefined while it goes on. */
function endOf(trainings: readonly Training[], id: string): number | undefined {
  const training = trainings.find((one) => one.id === id);
  return training && isTerminal(training.status) ? (training.endedAt ?? 0) / 1000 : undefined;
}

async function untilTold({ stores: { trainings } }: Rig): Promise<void> {
  for (const deadline = Date.now() + OWED_MS; Date.now() < deadline;) {
    const owing = await trainings.listWithNotices(1);
    const active = await trainings.listByStatus(["QUEUED", ...ACTIVE_STATUSES], 1);
    if (owing.length + active.length === 0) return;
    await sleep(100);
  }
}
