import type Docker from "dockerode";
import type { Logger } from "../../core/ports/logger.js";
import type { Engine } from "./engine.js";
import { ifStatus } from "./engine-errors.js";

interface HealthWatch {
  readonly engine: Engine;
  readonly container: Docker.Container;
  readonly everyMs: number;
  readonly logger: Logger | undefined;
  /** The image's health check has failed as often in a row as the image allows. Called at each look from then on. */
  readonly onHung: () => void;
}

/**
 * Looks every so often whether a trainer is healthy. It does not keep this program alive.
 *
 * @returns ends the watch
 */
export function watchHealth(watch: HealthWatch): () => void {
  const timer = setInterval(() => {
    void healthOf(watch).then((health) => {
      if (health === undefined) clearInterval(timer);
      if (health !== "unhealthy") return;
      watch.logger?.error("the trainer hangs and is stopped", { container: watch.container.id });
      watch.onHung();
    });
  }, watch.everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

/** Undefined when there is nothing (more) to ask: it was removed, or its image has no health check. */
async function healthOf({ engine, container, logger }: HealthWatch): Promise<string | undefined> {
  try {
    const inspection = await engine.ask((abortSignal) =>
      container.inspect({ abortSignal }).catch(ifStatus(404)),
    );
    // An engine calls every ended container unhealthy.
    return inspection?.State.Running === false ? "ended" : inspection?.State.Health?.Status;
  } catch (error) {
    // An engine that is away says nothing of the trainer; the next look asks again.
    logger?.debug("the trainer's health is not known", { container: container.id, error });
    return "unknown";
  }
}
