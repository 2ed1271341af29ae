import type { Config } from "../config.js";
import { Banning } from "../core/administration/banning.js";
import type { TrainingService } from "../core/training/service.js";
import type { StartLimits } from "../core/training/starting.js";
import { userIdOf } from "../integrations/telegram/context.js";
import type { Foundation } from "./foundation.js";

/** Bans, in force from now on for every training that comes into the queue. */
export function createBanning(
  { config, stores, events, clock, logger }: Foundation,
  { library, captionRuns }: TrainingService,
): Banning {
  const adminIds = config.ADMIN_IDS.map(userIdOf);
  const banning = new Banning({ ...stores, clock, logger, library, captionRuns, adminIds });
  events.subscribe((event) => banning.onEvent(event));
  return banning;
}

/** How much a person may start, as configured. */
export function startLimits(config: Config): StartLimits {
  const { TRAININGS_AT_ONCE: atOnce, NEW_ACCOUNT_HOURS: hours, NEW_ACCOUNT_TRAININGS: trainings } = config;
  return {
    ...(atOnce > 0 && { atOnce }),
    ...(hours > 0 && { newAccounts: { hours, trainings } }),
  };
}
