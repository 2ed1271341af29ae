import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { LineSplitter } from "../../core/ports/job-output.js";
import { isEngineAway, statusOf } from "./engine-errors.js";
import { readFrames, type LogFrame } from "./log-frames.js";
import { LogPosition } from "./log-position.js";

const REOPEN_MS = 200;

/** What a container has printed, as the engine keeps it: from the first line on, also for one who comes late. */
export class ContainerLog {
  readonly #container: Docker.Container;

  constructor(container: Docker.Container) {
    this.#container = container;
  }

  /**
   * The lines of standard output, until the container has ended or the signal aborts. Goes on where it was when
   * the engine went away in between.
   *
   * @param ended whether it has; asked before each reading, so that its last words are not missed
   */
  async *lines(ended: () => Promise<boolean>, signal: AbortSignal): AsyncGenerator<string> {
    const splitter = new LineSplitter();
    const position = new LogPosition();
    while (!isAborted(signal)) {
      const last = await ended();
      if (isAborted(signal)) return;
      position.reopen();
      try {
        for await (const { payload } of this.#frames({ stdout: true, since: position.since }, signal)) {
          const text = position.take(payload);
          if (text) yield* splitter.push(text);
        }
        if (last) break;
      } catch (error) {
        if (statusOf(error) === 404) break; // Removed by someone: there is no more to read.
        if (!isEngineAway(error)) throw error;
      }
      await delay(REOPEN_MS);
    }
    const rest = splitter.end();
    if (rest !== undefined && !isAborted(signal)) yield rest;
  }

  /** The last lines of standard error. */
  async tail(lines: number): Promise<string[]> {
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

/** A function, for the compiler takes a property that it has read to stay as it was. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
