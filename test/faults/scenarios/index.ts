import type { Scenario } from "../harness/scenario.js";
import { clockJumps } from "./clock-jumps.js";
import { diskFull } from "./disk-full.js";
import { engineCopied, engineKilled, engineStopped } from "./engine-away.js";
import { frozen } from "./frozen.js";
import { killBoundary } from "./kill-boundary.js";
import { killRandom } from "./kill-random.js";
import { restart } from "./restart.js";
import { killWithServers, mongoAway, s3Cut, s3Errors } from "./stores-away.js";
import { telegramAway, telegramFloods, telegramIll, telegramSilent } from "./telegram.js";
import { supervisorKilled, trainerKilled } from "./trainer-killed.js";
import { botKilled, twoWorkers, workerFrozen } from "./two-workers.js";

export const SCENARIOS: readonly Scenario[] = [
  killRandom,
  killBoundary,
  restart,
  killWithServers,
  trainerKilled,
  supervisorKilled,
  engineKilled,
  engineStopped,
  engineCopied,
  mongoAway,
  s3Errors,
  s3Cut,
  diskFull,
  clockJumps,
  frozen,
  telegramFloods,
  telegramIll,
  telegramSilent,
  telegramAway,
  twoWorkers,
  botKilled,
  workerFrozen,
];
