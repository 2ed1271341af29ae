import { configSchema } from "../../../src/config.js";
import { missingEngine } from "./own-engine.js";
import { missingServer } from "./servers.js";
import type { Need, Scenario } from "./scenario.js";

const NOT_SET = "is not set";

/** Why this scenario cannot be run here; undefined where it can. */
export function lackOf(scenario: Scenario): string | undefined {
  for (const need of scenario.needs ?? []) {
    const lack = LACKS[need]();
    if (lack !== undefined) return lack;
  }
  return undefined;
}

const LACKS: Readonly<Record<Need, () => string | undefined>> = {
  servers: () => notSet(missingServer()),
  engine: () => notSet(missingEngine()),
  root: () =>
    process.platform === "linux" && process.getuid?.() === 0
      ? undefined
      : "a small disk is mounted by root alone",
  "worker-role": () => ("ROLE" in configSchema.shape ? undefined : "a process is always bot and worker"),
};

/** Whether a lack is none to pass over: a server is missing where REQUIRE_SERVICES=1 wants everything run. */
export function isForbidden(lack: string | undefined): boolean {
  return process.env["REQUIRE_SERVICES"] === "1" && lack?.endsWith(NOT_SET) === true;
}

function notSet(variable: string | undefined): string | undefined {
  return variable === undefined ? undefined : `${variable} ${NOT_SET}`;
}
