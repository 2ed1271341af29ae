import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { callAt } from "../../core/ports/call-at.js";
import { LineSplitter } from "../../core/ports/job-output.js";
import type { JobExit, RunningJob } from "../../core/ports/job-runtime.js";
import { exitOf } from "./container-exit.js";
import { STOP_GRACE_SECONDS } from "./container-options.js";
import { orAborted, type Engine } from "./engine.js";
import { ifStatus, isEngineAway, statusOf } from "./engine-errors.js";
import { LABELS } from "./labels.js";
import { readFrames, type LogFrame } from "./log-frames.js";
import { LogPosition } from "./log-position.js";

type Inspection = Docker.ContainerInspectInfo;

/** A lost connection may go unnoticed for ever: the engine is asked anew that often. */
const ASK_ANEW_MS = 5000;
const REOPEN_MS = 200;
/** For an engine that is slow to kill. */
const STOP_SLACK_SECONDS = 60;
/** The engine's clock and this program's agree this well when a time limit is judged. */
const CLOCK_SLACK_MS = 1000;

/** A trainer in a container, started perhaps by an earlier life of this program. */
export class DockerJob implements RunningJob {
  readonly jobId: string;
  readonly #engine: Engine;
  readonly #container: Docker.Container;
  readonly #startedAt: number;
  readonly #timeLimitSeconds: number;
  readonly #onRemoved: () => void;
  #cancelTimeLimit: (() => void) | undefined;

  /** @param inspection of a container that has been started */
  constructor(jobId: string, engine: Engine, inspection: Inspection, onRemoved: () => void) {
    this.jobId = jobId;
    this.#engine = engine;
    this.#container = engine.docker.getContainer(inspection.Id);
    this.#startedAt = Date.parse(inspection.State.StartedAt);
    this.#timeLimitSeconds = Number(inspection.Config.Labels[LABELS.timeLimit]);
    this.#onRemoved = onRemoved;
  }

  async *output(signal: AbortSignal): AsyncGenerator<string> {
    const splitter = new LineSplitter();
    const position = new LogPosition();
    while (!isAborted(signal)) {
      // Asked before reading: what was written before the end is in the log by then.
      const ended = await this.#exit(signal).catch(undefinedOnAbort(signal));
      if (isAborted(signal)) return;
      position.reopen();
      try {
        for await (const { payload } of this.#frames({ stdout: true, since: position.since }, signal)) {
          const text = position.take(payload);
          if (text) yield* splitter.push(text);
        }
        if (ended) break;
      } catch (error) {
        if (statusOf(error) === 404) break; // Removed by someone: there is no more to read.
        if (!isEngineAway(error)) throw error;
      }
      await delay(REOPEN_MS);
    }
    const rest = splitter.end();
    if (rest !== undefined && !isAborted(signal)) yield rest;
  }

  async wait(signal: AbortSignal): Promise<JobExit> {
    for (;;) {
      signal.throwIfAborted();
      const exit = await this.#exit(signal);
      if (exit) return exit;
      const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(ASK_ANEW_MS)]);
      // Whatever ends it, the container is looked at again; only a lost engine needs a pause before.
      await orAborted((each) => this.#container.wait({ abortSignal: each }), abortSignal).catch(() =>
        delay(REOPEN_MS),
      );
    }
  }

  async logTail(lines: number): Promise<string[]> {
    const splitter = new LineSplitter();
    const last: string[] = [];
    const keep = (line: string): void => {
      last.push(line);
      if (last.length > lines) last.shift();
    };
    // The engine's own `tail` counts the lines of both streams together.
    for await (const { payload } of this.#frames({ stderr: true, since: "0" })) {
      for (const line of splitter.push(payload.subarray(payload.indexOf(0x20) + 1))) keep(line);
    }
    const rest = splitter.end();
    if (rest !== undefined) keep(rest);
    return last;
  }

  async stop(graceSeconds: number): Promise<void> {
    const over = new AbortController();
    const stopping = this.#engine.askPatiently(
      (abortSignal) => this.#container.stop({ t: graceSeconds, abortSignal }).catch(ifStatus(304, 404)),
      { signal: over.signal, timeoutMs: (graceSeconds + STOP_SLACK_SECONDS) * 1000 },
    );
    try {
      // An engine that is restarted in the middle does not answer, yet the trainer may have ended.
      await Promise.race([stopping, this.wait(over.signal)]);
    } finally {
      over.abort();
    }
  }

  async remove(): Promise<void> {
    await this.#engine.askPatiently((abortSignal) =>
      this.#container.remove({ v: true, abortSignal }).catch((error: unknown) => {
        if (statusOf(error) !== 409) {
          ifStatus(404)(error);
          return;
        }
        throw new Error(`Job ${this.jobId} still runs: stop it before it is removed.`, { cause: error });
      }),
    );
    this.#cancelTimeLimit?.();
    this.#onRemoved();
  }

  /** Whether this is that container; an id may be started anew after a removal. */
  isOf(inspection: Inspection): boolean {
    return this.#container.id === inspection.Id;
  }

  /** Stops the trainer when its time is over; a job that is adopted later than that is stopped at once. */
  enforceTimeLimit(onError: (error: unknown) => void): void {
    const end = this.#startedAt + this.#timeLimitSeconds * 1000 + CLOCK_SLACK_MS;
    this.#cancelTimeLimit = callAt(end, () => {
      this.stop(STOP_GRACE_SECONDS).catch(onError);
    });
  }

  async #exit(signal: AbortSignal): Promise<JobExit | undefined> {
    const inspection = await this.#engine.askPatiently(
      (abortSignal) => this.#container.inspect({ abortSignal }).catch(ifStatus(404)),
      { signal },
    );
    if (!inspection) return {}; // Somebody removed it.
    const { State } = inspection;
    return State.Running || State.Paused ? undefined : exitOf(State, this.#timeLimitSeconds);
  }

  /** Always as a stream, which the engine ends at once for a container that has: else it is held in memory. */
  async *#frames(
    request: { stdout?: true; stderr?: true; since: string },
    signal?: AbortSignal,
  ): AsyncGenerator<LogFrame> {
    const options = {
      ...request,
      follow: true,
      timestamps: true,
      ...(signal && { abortSignal: signal }),
    } as const;
    yield* readFrames((await this.#container.logs(options)) as unknown as AsyncIterable<Buffer>);
  }
}

function undefinedOnAbort(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    if (!signal.aborted) throw error;
    return undefined;
  };
}

/** A function, for the compiler takes a property that it has read to stay as it was. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
