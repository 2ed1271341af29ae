import { createHttpServer, type HttpServer } from "../api/http-server.js";
import { metricsRoute } from "../api/metrics.js";
import { readBacklog } from "../core/training/backlog.js";
import { PrometheusMetrics } from "../integrations/prometheus/metrics.js";
import type { ChatSide } from "./chat-side.js";
import type { Foundation } from "./foundation.js";
import type { WorkSide } from "./work-side.js";

/** Metrics of this process: its own slots, updates and trainings, and what the database has in all. */
export function createMetrics(
  { stores, clock, events, logger }: Foundation,
  work: WorkSide | undefined,
): PrometheusMetrics {
  const metrics = new PrometheusMetrics({
    backlog: () => readBacklog(stores.trainings, clock.now()),
    slots: () => work?.usage() ?? [],
    logger,
  });
  events.subscribe((event) => {
    metrics.onEvent(event);
  });
  return metrics;
}

/** Health, metrics and downloads, which every role has, and what the chat side wants served. */
export function httpSide(
  { config, logger, blobs, stores }: Foundation,
  parts: { metrics: PrometheusMetrics; work: WorkSide | undefined; chat: ChatSide | undefined },
): HttpServer {
  const { metrics, work, chat } = parts;
  const token = config.METRICS_TOKEN;
  return createHttpServer({
    host: config.HOST,
    port: config.PORT,
    logger,
    ...(blobs.downloads !== undefined && { downloads: blobs.downloads }),
    checks: {
      database: () => stores.ping(),
      ...(blobs.check !== undefined && { storage: blobs.check }),
      ...(work !== undefined && { runtime: () => work.runtime.check() }),
    },
    routes: [...(chat?.routes ?? []), ...(token === undefined ? [] : [metricsRoute(metrics, token)])],
  });
}
