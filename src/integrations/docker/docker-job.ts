import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { callAt } from "../../core/ports/call-at.js";
import type { JobExit, RunningJob } from "../../core/ports/job-runtime.js";
import type { Logger } from "../../core/ports/logger.js";
import { exitOf } from "./container-exit.js";
import { ContainerLog } from "./container-log.js";
import { STOP_GRACE_SECONDS } from "./container-options.js";
import { orAborted, type Engine } from "./engine.js";
import { ifStatus, statusOf } from "./engine-errors.js";
import { watchHealth } from "./health-watch.js";
import { JobResults } from "./job-results.js";
import type { JobStorage } from "./job-storage.js";
import { LABELS } from "./labels.js";
import { lackedNetwork, startOnline } from "./offline-start.js";

type Inspection = Docker.ContainerInspectInfo;

/** A lost connection may go unnoticed for ever: the engine is asked anew that often. */
const ASK_ANEW_MS = 5000;
const REOPEN_MS = 200;
/** For an engine that is slow to kill. */
const STOP_SLACK_SECONDS = 60;
/** The engine's clock and this program's agree this well when a time limit is judged. */
const CLOCK_SLACK_MS = 1000;

/** What a job has of its runtime. */
export interface JobSurroundings {
  readonly engine: Engine;
  readonly storage: JobStorage;
  /** The network of a trainer that has to fetch weights. */
  readonly network: string;
  /** How often the engine is asked whether the trainer is healthy, ms. */
  readonly healthIntervalMs: number;
  readonly logger: Logger | undefined;
  readonly onRemoved: () => void;
}

/** A trainer in a container, started perhaps by an earlier life of this program. */
export class DockerJob implements RunningJob {
  readonly jobId: string;
  readonly #around: JobSurroundings;
  readonly #container: Docker.Container;
  readonly #log: ContainerLog;
  readonly #results: JobResults;
  readonly #startedAt: number;
  readonly #timeLimitSeconds: number;
  readonly #watching: (() => void)[] = [];
  #stopping = false;
  #goingOnline: Promise<void> | undefined;

  /** @param inspection of a container that has been started */
  constructor(jobId: string, inspection: Inspection, around: JobSurroundings) {
    this.jobId = jobId;
    this.#around = around;
    this.#container = around.engine.docker.getContainer(inspection.Id);
    this.#log = new ContainerLog(this.#container);
    this.#results = new JobResults(jobId, this.#container, around);
    this.#startedAt = Date.parse(inspection.State.StartedAt);
    this.#timeLimitSeconds = Number(inspection.Config.Labels[LABELS.timeLimit]);
  }

  async *output(signal: AbortSignal): AsyncGenerator<string> {
    const ended = async (): Promise<boolean> =>
      (await this.#exit(signal).catch(undefinedOnAbort(signal))) !== undefined;
    for await (const line of this.#log.lines(ended, signal)) {
      await this.#results.fetchAnnounced(line);
      yield line;
    }
  }

  async wait(signal: AbortSignal): Promise<JobExit> {
    const exit = await this.#end(signal);
    await this.#results.fetch(signal);
    return exit;
  }

  logTail(lines: number): Promise<string[]> {
    return this.#log.tail(lines);
  }

  async stop(graceSeconds: number): Promise<void> {
    this.#stopping = true;
    const over = new AbortController();
    const stopping = this.#around.engine.askPatiently(
      (abortSignal) => this.#container.stop({ t: graceSeconds, abortSignal }).catch(ifStatus(304, 404)),
      { signal: over.signal, timeoutMs: (graceSeconds + STOP_SLACK_SECONDS) * 1000 },
    );
    try {
      // An engine that is restarted in the middle does not answer, yet the trainer may have ended.
      await Promise.race([stopping, this.#end(over.signal)]);
    } finally {
      over.abort();
    }
    // Whoever stops a job may want its checkpoint; removing it comes next.
    await this.#results.fetch(new AbortController().signal);
  }

  async remove(): Promise<void> {
    const { engine, storage, onRemoved } = this.#around;
    await engine.askPatiently((abortSignal) =>
      this.#container.remove({ v: true, abortSignal }).catch((error: unknown) => {
        if (statusOf(error) !== 409) {
          ifStatus(404)(error);
          return;
        }
        throw new Error(`Job ${this.jobId} still runs: stop it before it is removed.`, { cause: error });
      }),
    );
    await storage.remove(this.jobId);
    for (const end of this.#watching) end();
    onRemoved();
  }

  /** Whether this is that container; an id may be started anew after a removal. */
  isOf(inspection: Inspection): boolean {
    return this.#container.id === inspection.Id;
  }

  /**
   * Stops the trainer when its time is over (a job that is adopted later than that is stopped at once), or when
   * its image's health check has failed as often in a row as the image allows.
   */
  watch(): void {
    const end = this.#startedAt + this.#timeLimitSeconds * 1000 + CLOCK_SLACK_MS;
    const stopFor = (reason: string): void => {
      this.stop(STOP_GRACE_SECONDS).catch((error: unknown) => {
        this.#around.logger?.error("a trainer could not be stopped", { jobId: this.jobId, reason, error });
      });
    };
    this.#watching.push(
      callAt(end, () => {
        stopFor("time limit");
      }),
    );
    const { engine, healthIntervalMs, logger } = this.#around;
    const onHung = (): void => {
      if (!this.#stopping) stopFor("hung");
    };
    this.#watching.push(
      watchHealth({ engine, container: this.#container, everyMs: healthIntervalMs, logger, onHung }),
    );
  }

  async #end(signal: AbortSignal): Promise<JobExit> {
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

  async #exit(signal: AbortSignal): Promise<JobExit | undefined> {
    const { engine, network } = this.#around;
    const inspection = await engine.askPatiently(
      (abortSignal) => this.#container.inspect({ abortSignal }).catch(ifStatus(404)),
      { signal },
    );
    if (!inspection) return {}; // Somebody removed it.
    const { State, Config } = inspection;
    if (State.Running || State.Paused) return undefined;
    if (lackedNetwork(inspection) && !this.#stopping) {
      this.#around.logger?.warn("weights are missing: the trainer is given a network", { jobId: this.jobId });
      this.#goingOnline ??= startOnline(engine, this.#container, network).finally(() => {
        this.#goingOnline = undefined;
      });
      await this.#goingOnline;
      return undefined;
    }
    return exitOf(State, this.#timeLimitSeconds, Config.Healthcheck);
  }
}

function undefinedOnAbort(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    if (!signal.aborted) throw error;
    return undefined;
  };
}
