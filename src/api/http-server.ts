import { fastify, type FastifyInstance } from "fastify";
import type { SignedDownloads } from "../core/ports/blob-store.js";
import type { Logger } from "../core/ports/logger.js";
import { addDownloads } from "./downloads.js";
import { answerErrors, sendError } from "./errors.js";
import { addHealth, type Checks } from "./health.js";
import { addRoutes, type Route } from "./routes.js";

/** A request is a webhook's update or a short question; whoever needs more says so in its route. */
const BODY_LIMIT_BYTES = 64 * 1024;
/** For a request to arrive in full. */
const REQUEST_TIMEOUT_MS = 30_000;
/** A connection on which nothing moves, also in the middle of a download. */
const IDLE_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 10_000;

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger: Logger;
  /** Absent where the links lead to another server. */
  readonly downloads?: SignedDownloads;
  /** By the dependency's name, as `/readyz` shows it. */
  readonly checks: Checks;
  /** What others serve here, such as a webhook. */
  readonly routes?: readonly Route[];
}

/** The house's HTTP side. */
export interface HttpServer {
  /** Listens, and gives the address with the port that was taken. */
  start(): Promise<string>;
  /**
   * Takes no new connection, ends idle ones, and waits for running answers.
   *
   * @param graceMs after so many milliseconds what still runs is cut
   */
  stop(graceMs: number): Promise<void>;
}

/**
 * Serves `/healthz`, `/readyz`, signed downloads under `/files/` and the routes of others. Answers to people
 * are plain text that says what to do; no answer holds a stack or a path.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const server = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: IDLE_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: "idle",
    exposeHeadRoutes: false,
    // For what is refused before a route is looked for, such as a malformed address.
    frameworkErrors: (error, _request, reply) => {
      sendError(reply, error);
    },
  });
  server.addHook("onSend", (_request, reply, _payload, done) => {
    reply.header("x-content-type-options", "nosniff");
    done();
  });
  answerErrors(server, options.logger);
  addHealth(server, options.checks, options.logger);
  if (options.downloads) addDownloads(server, options.downloads);
  addRoutes(server, options.routes ?? []);
  return {
    start: () => server.listen({ host: options.host, port: options.port }),
    stop: (graceMs) => stop(server, graceMs),
  };
}

async function stop(server: FastifyInstance, graceMs: number): Promise<void> {
  const cut = setTimeout(() => {
    server.server.closeAllConnections();
  }, graceMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
  }
}
