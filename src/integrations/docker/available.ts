import { setTimeout as sleep } from "node:timers/promises";
import { Engine } from "./engine.js";

/** An engine on this host answers in milliseconds; one that does not is not waited for. */
const PATIENCE_MS = 3_000;

/**
 * Whether an engine answers and has the image, so that it can be taken without being asked for.
 *
 * @param host as DOCKER_HOST has it; without it the environment's, or the local socket
 */
export async function dockerHas(image: string, host?: string): Promise<boolean> {
  const engine = new Engine(host);
  const inspected = engine.docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  return Promise.race([inspected, sleep(PATIENCE_MS, false, { ref: false })]);
}
