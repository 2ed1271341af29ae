import type { Logger } from "../ports/logger.js";
import { LeaderLease, type LeaseDependencies } from "./leader-lease.js";

/** In milliseconds. */
export interface LeadershipTiming {
  /** A leader that did not renew for so long may be followed by another. */
  readonly lease: number;
  readonly renewEvery: number;
  /** How often one that stands by looks whether it is needed. */
  readonly lookEvery: number;
  /** The leader stops so much before the others may begin. */
  readonly margin: number;
}

/** A leader that dies is followed within 14 s; one that dies on the same machine, or steps down, within 2 s. */
const TIMING: LeadershipTiming = { lease: 12_000, renewEvery: 3_000, lookEvery: 2_000, margin: 2_000 };

/** What only one process does at a time. */
export interface LeadersWork {
  /** @throws when it cannot begin: the leadership is then given up, and tried again */
  begin(): Promise<void>;
  /** Ends it; also when others lead already. */
  end(): Promise<void>;
}

/** One of several processes on one database leads, the others stand by; who leads does the work. */
export class Leadership {
  readonly #lease: LeaderLease;
  readonly #work: LeadersWork;
  readonly #timing: LeadershipTiming;
  readonly #logger: Logger;
  readonly #over = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  /** Beginning and ending come one after the other. */
  #changing: Promise<void> = Promise.resolve();
  #working = false;
  #stopping = false;

  constructor({
    work,
    timing = TIMING,
    ...deps
  }: LeaseDependencies & { work: LeadersWork; timing?: LeadershipTiming }) {
    this.#logger = deps.logger.child({ office: deps.office });
    this.#work = work;
    this.#timing = timing;
    const terms = { length: timing.lease, margin: timing.margin };
    this.#lease = new LeaderLease({ ...deps, logger: this.#logger }, terms, (reason) => {
      this.#onLost(reason);
    });
  }

  /** Whether this process leads at this instant; what is not to be done twice asks before each step. */
  get leads(): boolean {
    return this.#lease.holds;
  }

  /** Leads when nobody does, else stands by. @throws what the work throws that could not begin, and the store */
  async start(): Promise<void> {
    if (await this.#lease.take()) this.#logger.info("this process leads");
    else this.#logger.info("another process leads; standing by");
    this.#loop = this.#run();
    const beginning = this.#begin();
    this.#changing = beginning.catch(() => undefined);
    try {
      await beginning;
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  /** Ends the work in order, then lets another lead. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#changing;
    // The lease is renewed meanwhile: what is being done ends as the leader's work.
    try {
      await this.#end();
    } finally {
      await this.#leave();
    }
  }

  async #leave(): Promise<void> {
    this.#over.abort();
    await this.#loop;
    await this.#changing;
    await this.#lease.giveUp();
  }

  async #run(): Promise<void> {
    const { renewEvery, lookEvery } = this.#timing;
    for (;;) {
      await rest(this.#lease.taken ? renewEvery : lookEvery, this.#over.signal);
      if (this.#over.signal.aborted) return;
      try {
        await this.#look();
      } catch (error) {
        this.#logger.warn("could not see who leads", { error });
      }
    }
  }

  async #look(): Promise<void> {
    if (this.#lease.taken) return this.#lease.renew();
    if (!(await this.#lease.take())) return;
    this.#logger.info("this process leads");
    // A lease that ended while its work was being ended waits for that.
    this.#changing = this.#changing.then(() => this.#beginOrGiveUp());
  }

  #onLost(reason: string): void {
    this.#logger.warn("this process leads no more", { reason });
    this.#changing = this.#changing.then(() =>
      this.#end().catch((error: unknown) => {
        this.#logger.error("could not end a leader's work", { error });
      }),
    );
  }

  async #beginOrGiveUp(): Promise<void> {
    try {
      await this.#begin();
    } catch (error) {
      this.#logger.error("could not begin a leader's work; it is tried again", { error });
      await this.#end().catch(() => undefined);
      await this.#lease.giveUp();
    }
  }

  async #begin(): Promise<void> {
    if (!this.#lease.taken || this.#stopping) return;
    this.#working = true;
    await this.#work.begin();
  }

  async #end(): Promise<void> {
    if (!this.#working) return;
    this.#working = false;
    await this.#work.end();
  }
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds);
    timer.unref();
    signal.addEventListener("abort", done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
