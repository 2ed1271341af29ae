import { configSchema } from "../../../src/config.js";
import { missingServer } from "./servers.js";
import type { Need, Scenario } from "./scenario.js";

/** Why this scenario cannot be run here; undefined where it can. */
export function lackOf(scenario: Scenario): string | undefined {
  for (const need of scenario.needs ?? []) {
    const lack = LACKS[need]();
    if (lack !== undefined) return lack;
  }
  return undefined;
}

const LACKS: Readonly<Record<Need, () => string | undefined>> = {
  servers: () => {
    const missing = missingServer();
    return missing === undefined ? undefined : `${missing} is not set`;
  },
  root: () =>
    process.platform === "linux" && process.getuid?.() === 0
      ? undefined
      : "a small disk is mounted by root alone",
  "worker-role": () => ("ROLE" in configSchema.shape ? undefined : "a process is always bot and worker"),
};
