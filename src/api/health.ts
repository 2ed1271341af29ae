import type { FastifyInstance } from "fastify";
import type { Logger } from "../core/ports/logger.js";

/** Rejects when the dependency cannot do its work; ends early when the signal aborts, if it can. */
type Check = (signal: AbortSignal) => Promise<void>;
export type Checks = Readonly<Record<string, Check>>;

type State = "ok" | "failing" | "timeout";

const CHECK_TIMEOUT_MS = 3000;

/** `/healthz`: the process answers. `/readyz`: so does everything it needs; 503 and which one, when not. */
export function addHealth(server: FastifyInstance, checks: Checks, logger: Logger): void {
  server.get("/healthz", (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "ok" }),
  );

  let running: Promise<Record<string, State>> | undefined;
  server.get("/readyz", async (_request, reply) => {
    // Those who ask at the same time share one round of checks.
    running ??= checkAll(checks, logger).finally(() => (running = undefined));
    const states = await running;
    const ready = Object.values(states).every((state) => state === "ok");
    return reply
      .code(ready ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: ready ? "ok" : "failing", checks: states });
  });
}

async function checkAll(checks: Checks, logger: Logger): Promise<Record<string, State>> {
  const states = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await stateOf(name, check, logger)] as const),
  );
  return Object.fromEntries(states);
}

/** The reason goes to the log alone: it may name hosts and users. */
async function stateOf(name: string, check: Check, logger: Logger): Promise<State> {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  const timeout = new Promise<State>((resolve) => {
    signal.addEventListener("abort", () => {
      resolve("timeout");
    });
  });
  const outcome = Promise.resolve()
    .then(() => check(signal))
    .then(
      () => "ok" as const,
      (error: unknown) => {
        logger.warn("dependency check failed", { dependency: name, error });
        return "failing" as const;
      },
    );
  return Promise.race([outcome, timeout]);
}
