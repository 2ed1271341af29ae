import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import Docker from "dockerode";
import { engineError, isEngineAway } from "./engine-errors.js";

/** A short question to the engine; it may be busy with a large image. */
const CALL_TIMEOUT_MS = 60_000;
/** An engine that is being upgraded is away for about a minute. */
const PATIENCE_MS = 10 * 60_000;
const RETRY_MS = 500;

/** A Docker engine: its client, and how long one waits for it. */
export class Engine {
  readonly docker: Docker;
  readonly address: string;

  /** @param host as DOCKER_HOST has it; without it the environment's, or the local socket */
  constructor(host?: string) {
    this.docker = host === undefined ? new Docker() : new Docker(connectionOf(host));
    this.address = host ?? process.env["DOCKER_HOST"] ?? "the local socket";
  }

  /**
   * Asks the engine once.
   *
   * @throws DomainError that says what to do
   */
  async ask<T>(question: (abortSignal: AbortSignal) => Promise<T>, timeoutMs = CALL_TIMEOUT_MS): Promise<T> {
    try {
      return await orAborted(question, AbortSignal.timeout(timeoutMs));
    } catch (error) {
      throw engineError(error, this.address);
    }
  }

  /** What the engine's host has: bytes of memory, and cores. */
  async host(): Promise<{ MemTotal: number; NCPU: number }> {
    // The library takes a signal here too; its types do not know.
    const info = this.docker.info.bind(this.docker) as (options: {
      abortSignal: AbortSignal;
    }) => Promise<{ MemTotal: number; NCPU: number }>;
    return this.ask((abortSignal) => info({ abortSignal }));
  }

  /**
   * Asks until the engine answers, for it may be restarting while its containers run on.
   *
   * @throws DomainError when it stays away or says no; the signal's reason when that aborts
   */
  async askPatiently<T>(
    question: (abortSignal: AbortSignal) => Promise<T>,
    options: { signal?: AbortSignal; timeoutMs?: number } = {},
  ): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const limit = AbortSignal.timeout(options.timeoutMs ?? CALL_TIMEOUT_MS);
      try {
        return await orAborted(question, options.signal ? AbortSignal.any([limit, options.signal]) : limit);
      } catch (error) {
        options.signal?.throwIfAborted();
        if (!isEngineAway(error) || Date.now() > deadline) throw engineError(error, this.address);
      }
      await delay(RETRY_MS);
    }
  }
}

/**
 * Asks a question and gives up on it when the signal aborts. The library alone does not: it never settles
 * when the connection breaks in the middle of an answer.
 */
export async function orAborted<T>(
  question: (abortSignal: AbortSignal) => Promise<T>,
  abortSignal: AbortSignal,
): Promise<T> {
  const settled = new AbortController();
  const aborted = once(abortSignal, "abort", { signal: settled.signal }).then(
    () => {
      abortSignal.throwIfAborted();
    },
    () => undefined,
  );
  try {
    abortSignal.throwIfAborted();
    return (await Promise.race([question(abortSignal), aborted])) as T;
  } finally {
    settled.abort();
  }
}

function connectionOf(host: string): Docker.DockerOptions {
  if (host.startsWith("unix://")) return { socketPath: host.slice("unix://".length) };
  if (host.startsWith("npipe://")) return { socketPath: host.slice("npipe://".length) };
  const { protocol, hostname, port, username } = new URL(host);
  if (protocol === "ssh:") return { protocol: "ssh", host: hostname, port: port || 22, username };
  const certificates = process.env["DOCKER_CERT_PATH"];
  const secure = protocol === "https:" || port === "2376" || process.env["DOCKER_TLS_VERIFY"] === "1";
  const tls = secure && certificates ? certificatesIn(certificates) : {};
  return {
    protocol: secure ? "https" : "http",
    host: hostname,
    port: port || (secure ? 2376 : 2375),
    ...tls,
  };
}

function certificatesIn(folder: string): Pick<Docker.DockerOptions, "ca" | "cert" | "key"> {
  const read = (name: string): Buffer => readFileSync(join(folder, name));
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}
