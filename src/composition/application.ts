import type { Config } from "../config.js";
import type { Logger } from "../core/ports/logger.js";
import { openChatSide } from "./chat-side.js";
import { layFoundation } from "./foundation.js";
import { createMetrics, httpSide } from "./http-side.js";
import { openWorkSide } from "./work-side.js";

const HTTP_GRACE_MS = 5_000;

/** A running Darkroom. */
export interface Application {
  /** Ends it in order: no new updates, no new jobs, running trainers left to be found again, the database last. */
  stop(): Promise<void>;
}

/**
 * Puts the house together as ROLE says and starts it: a side that talks, a side that trains, or both.
 *
 * @throws when a part of it cannot start: the database, the port, the token
 */
export async function startDarkroom(config: Config, logger: Logger): Promise<Application> {
  const foundation = await layFoundation(config, logger);
  const work = config.ROLE === "bot" ? undefined : await openWorkSide(foundation);
  const metrics = createMetrics(foundation, work);
  const onUpdate = (outcome: string, seconds: number): void => {
    metrics.onUpdate(outcome, seconds);
  };
  const chat = config.ROLE === "worker" ? undefined : await openChatSide(foundation, work, onUpdate);
  const http = httpSide(foundation, { metrics, work, chat });
  const address = await http.start();
  await Promise.all([chat?.start(), work?.start()]);
  logger.info("Darkroom is running", {
    role: config.ROLE,
    address,
    ...(work !== undefined && {
      worker: work.workerId,
      runtime: work.runtime.kind,
      slots: work.slots.map((slot) => slot.id),
    }),
    ...(chat !== undefined && { models: (await chat.service.drafts.recipes()).map((recipe) => recipe.id) }),
  });
  return {
    stop: async () => {
      await chat?.stop();
      await work?.stop();
      await http.stop(HTTP_GRACE_MS);
      await foundation.stores.close();
      logger.info("Darkroom has stopped");
    },
  };
}
