import { setTimeout as sleep } from "node:timers/promises";
import { LIFE } from "../harness/moments.js";
import type { Rig } from "../harness/rig.js";
import type { Scenario, Strike } from "../harness/scenario.js";

const SHARED = { runs: 12, moments: LIFE, delayMs: 400, batch: 6 } as const;
const ANY = (): boolean => true;
const ALL = Number.POSITIVE_INFINITY;

/** Telegram is ill until the outage is over. */
async function outage({ darkroom }: Rig, { pace }: Strike, begin: () => void): Promise<void> {
  begin();
  await sleep(pace.outageMs);
  darkroom.telegram.faults.clear();
}

export const telegramFloods: Scenario = {
  ...SHARED,
  name: "telegram-429",
  about: "Telegram answers every call with 429",
  strike: (rig, run) =>
    outage(rig, run, () => {
      const description = "Too Many Requests: retry after 1";
      rig.darkroom.telegram.faults.failNext(ANY, { errorCode: 429, description, retryAfter: 1, times: ALL });
    }),
};

export const telegramIll: Scenario = {
  ...SHARED,
  name: "telegram-502",
  about: "Telegram answers every call with 502",
  strike: (rig, run) =>
    outage(rig, run, () => {
      rig.darkroom.telegram.faults.badGateway(ANY, { times: ALL });
    }),
};

export const telegramSilent: Scenario = {
  ...SHARED,
  name: "telegram-silent",
  about: "Telegram takes every call and answers none in time",
  strike: (rig, run) =>
    outage(rig, run, () => {
      rig.darkroom.telegram.faults.hang(ANY, run.pace.outageMs, { times: ALL });
    }),
};

export const telegramAway: Scenario = {
  ...SHARED,
  name: "telegram-away",
  about: "no connection to Telegram",
  strike: (rig, run) =>
    outage(rig, run, () => {
      rig.darkroom.telegram.faults.outage(run.pace.outageMs);
    }),
};
