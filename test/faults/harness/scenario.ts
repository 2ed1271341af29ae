import type { Customer } from "./customer.js";
import type { Moment } from "./moments.js";
import type { Rig, RigOptions } from "./rig.js";
import type { Random } from "../../support/random.js";

/** What a scenario needs beside Node and Python; where it is missing the table says that it was skipped. */
export type Need = "servers" | "engine" | "root" | "worker-role";

/** How long the long things last. */
export interface Pace {
  /** An outage, in milliseconds: 30 s or a minute where time is no matter. */
  readonly outageMs: number;
}

/** One fault, as data. Each run of it is one training from /train to the last message, struck once. */
export interface Scenario {
  readonly name: string;
  /** One line for the table of faults. */
  readonly about: string;
  /** How many runs without --runs. */
  readonly runs: number;
  /** When in a training's life it may strike; the seed draws one of them for each run, or they come in turn. */
  readonly moments: readonly Moment[];
  readonly order?: "random" | "in turn";
  /** The strike comes up to so many milliseconds after the moment; the seed draws it. */
  readonly delayMs: number;
  readonly needs?: readonly Need[];
  readonly rig?: RigOptions;
  /** Runs that share one installation; 20 where not given. */
  readonly batch?: number;
  /** Persons who train at the same time; 6 where not given. */
  readonly crowd?: number;
  /** A training may end in "could not be trained" here; the person is told so all the same. */
  readonly mayFail?: boolean;
  /** Two trainers may run for one training here at a time; what they leave is one model all the same. */
  readonly mayOverlap?: boolean;
  /** How often a trainer may be started for one training; 1 where not given. */
  readonly starts?: number;
  /** Breaks one thing, and mends it where it does not mend itself. Never two at once. */
  strike(rig: Rig, run: Strike): Promise<void>;
}

export interface Strike {
  readonly customer: Customer;
  readonly random: Random;
  readonly pace: Pace;
}
