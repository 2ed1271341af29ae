import type { RawParams } from "./wire.js";

export interface CallToFail {
  /** A method's name; "download" for a file download. */
  method: string;
  params: RawParams;
}

export type CallMatcher = string | ((call: CallToFail) => boolean);

export type Fault =
  | { kind: "error"; errorCode: number; description: string; retryAfter?: number | undefined }
  | { kind: "bad-gateway" }
  /** `after`: the call takes effect and its answer is lost. */
  | { kind: "drop"; when: "before" | "after" }
  | { kind: "hang"; ms: number };

interface Planned {
  matches: (call: CallToFail) => boolean;
  left: number;
  fault: Fault;
}

export interface Times {
  /** How many matching calls fail; 1 where not given. */
  times?: number;
}

/** Faults that tests plan: each matching call takes the first one that is left. */
export class Faults {
  #planned: Planned[] = [];
  #outageUntil = 0;
  #cutConnections: () => void = () => undefined;

  /** The server says here how the connections that are open now, held polls among them, are cut. */
  onOutage(cutConnections: () => void): void {
    this.#cutConnections = cutConnections;
  }

  /** The next matching calls are refused. `retryAfter` in seconds goes with error 429. */
  failNext(
    matcher: CallMatcher,
    options: Times & { errorCode: number; description: string; retryAfter?: number },
  ): void {
    const { times, errorCode, description, retryAfter } = options;
    this.#plan(matcher, times, { kind: "error", errorCode, description, retryAfter });
  }

  /** The next matching calls are answered by a proxy's HTML page with status 502. */
  badGateway(matcher: CallMatcher, options: Times = {}): void {
    this.#plan(matcher, options.times, { kind: "bad-gateway" });
  }

  /** The connection of the next matching calls is cut, before the call is read or after it took effect. */
  dropConnection(matcher: CallMatcher, options: Times & { when?: "before" | "after" } = {}): void {
    this.#plan(matcher, options.times, { kind: "drop", when: options.when ?? "before" });
  }

  /** The next matching calls take effect and are answered `ms` milliseconds late. */
  hang(matcher: CallMatcher, ms: number, options: Times = {}): void {
    this.#plan(matcher, options.times, { kind: "hang", ms });
  }

  /** For `ms` milliseconds from now every connection is cut, those that are open now as well. */
  outage(ms: number): void {
    this.#outageUntil = Date.now() + ms;
    this.#cutConnections();
  }

  get inOutage(): boolean {
    return Date.now() < this.#outageUntil;
  }

  take(call: CallToFail): Fault | undefined {
    const planned = this.#planned.find(({ matches }) => matches(call));
    if (!planned) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    return planned.fault;
  }

  clear(): void {
    this.#planned = [];
    this.#outageUntil = 0;
  }

  #plan(matcher: CallMatcher, times: number | undefined, fault: Fault): void {
    const matches = typeof matcher === "string" ? ({ method }: CallToFail) => method === matcher : matcher;
    this.#planned.push({ matches, left: times ?? 1, fault });
  }
}
