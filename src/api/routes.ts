import type { FastifyInstance } from "fastify";

export interface RouteRequest {
  /** By their names in lower case; one that came twice is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent; empty when nothing was. */
  readonly body: Uint8Array;
}

export interface RouteAnswer {
  readonly status: number;
  readonly body?: string;
  /** `text/plain` when none is given. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What another part of the house serves: a webhook, metrics. It knows nothing of the server behind it. */
export interface Route {
  readonly method: "GET" | "POST";
  /** Matched as it is. */
  readonly path: string;
  /** Larger bodies are answered 413 without being read; the server's small default when none is given. */
  readonly bodyLimitBytes?: number;
  handle(request: RouteRequest): Promise<RouteAnswer>;
}

export function addRoutes(server: FastifyInstance, routes: readonly Route[]): void {
  // Bodies stay bytes: who reads them may have to check a signature over them.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
  for (const route of routes) {
    server.route({
      method: route.method,
      url: route.path,
      ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
      handler: async (request, reply) => {
        const answer = await route.handle({
          headers: plainHeaders(request.headers),
          body: bytesOf(request.body),
        });
        return reply
          .code(answer.status)
          .headers({ "cache-control": "no-store", ...answer.headers })
          .type(answer.contentType ?? "text/plain; charset=utf-8")
          .send(answer.body ?? "");
      },
    });
  }
}

function plainHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? "")]));
}

function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}
