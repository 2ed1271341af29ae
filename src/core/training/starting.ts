import type { Clock } from "../ports/clock.js";
import type { Slot } from "../ports/job-runtime.js";
import type { Stores } from "../ports/stores.js";
import type { Charging } from "./charging.js";
import { Confirmation } from "./confirmation.js";
import type { TrainingEvents } from "./events.js";
import { NewAccounts } from "./new-accounts.js";
import type { Outlook } from "./outlook.js";
import type { TrainingRecords } from "./records.js";
import { Resumption } from "./resumption.js";

/** How much a person may start. */
export interface StartLimits {
  /** How many of a person's trainings may wait and run together. */
  readonly atOnce?: number | undefined;
  /** Who was first heard of so many hours ago or less may have started so many trainings. */
  readonly newAccounts?: { readonly hours: number; readonly trainings: number } | undefined;
}

/** What brings a training into the queue. */
export function createStarting({
  stores,
  records,
  outlook,
  events,
  clock,
  slots,
  masks,
  charging,
  limits = {},
}: {
  stores: Pick<Stores, "trainings" | "datasets" | "users" | "keyValues">;
  records: TrainingRecords;
  outlook: Outlook;
  events: TrainingEvents;
  clock: Clock;
  slots: () => Promise<readonly Slot[]>;
  masks: boolean;
  charging: Charging;
  limits?: StartLimits | undefined;
}): { confirmation: Confirmation; resumption: Resumption } {
  const { atOnce } = limits;
  const { trainings, datasets } = stores;
  const newAccounts = limits.newAccounts && new NewAccounts({ ...stores, clock, ...limits.newAccounts });
  const shared = { trainings, records, outlook, charging, events, clock, slots, atOnce };
  return {
    confirmation: new Confirmation({ ...shared, datasets, newAccounts, masks }),
    resumption: new Resumption(shared),
  };
}
