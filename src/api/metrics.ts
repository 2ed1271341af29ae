import { createHash, timingSafeEqual } from "node:crypto";
import type { Route } from "./routes.js";

/** Where the numbers come from. */
export interface MetricsSource {
  readonly contentType: string;
  read(): Promise<string>;
}

/**
 * `GET /metrics` for those who have the token. Where a caller comes from is no proof of who it is: behind a
 * reverse proxy, or a container's published port, everybody seems to come from within.
 *
 * @param token what `Authorization: Bearer …` must hold
 */
export function metricsRoute(source: MetricsSource, token: string): Route {
  return {
    method: "GET",
    path: "/metrics",
    handle: async ({ headers }) => {
      if (!knows(headers["authorization"], token)) {
        return {
          status: 401,
          body: "Metrics are for those who send METRICS_TOKEN as a bearer token.\n",
          headers: { "www-authenticate": "Bearer" },
        };
      }
      return { status: 200, body: await source.read(), contentType: source.contentType };
    },
  };
}

/** Digests are of one length, so that the comparison tells nothing by its time. */
function knows(header: string | undefined, token: string): boolean {
  const [, given] = /^Bearer +(\S+)$/i.exec(header ?? "") ?? [];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
