import type { Clock } from "../ports/clock.js";
import type { TrainingRepository } from "../ports/training-repository.js";
import { forecast, type Coming, type Place, type Work } from "./forecast.js";
import { knownSlots, runningOn } from "./forecast-slots.js";
import type { WorkerSlots } from "./known-slots.js";
import type { Training } from "./model.js";
import { measure, Pace } from "./pace.js";
import { ACTIVE_STATUSES, TERMINAL_STATUSES } from "./state.js";

/** How many waiting trainings are looked at; who stands behind them is told a little too early a time. */
const HORIZON = 500;
/** As many as are active at once on any number of slots that one would have. */
const ACTIVE = 200;
/** Enough ends to know each recipe's pace and each waiting person's latest turn. */
const ENDED = 150;

/** Who came in this time tells how many come next. */
const LATELY_MS = 60 * 60_000;

/** What is known of the queue at one moment. */
export interface View {
  readonly asOf: number;
  /** By the training's id; a training that no slot takes has none. */
  readonly places: ReadonlyMap<string, Place>;
  /** The trainings that wait, the one queued first before the others. */
  readonly waiting: readonly Training[];
  readonly pace: Pace;
}

/** When what waits will start and end. */
export class Outlook {
  readonly #trainings: TrainingRepository;
  readonly #clock: Clock;
  readonly #workers: () => readonly WorkerSlots[];

  constructor(deps: {
    trainings: TrainingRepository;
    clock: Clock;
    /** Those that are known, with their slots. */
    workers: () => readonly WorkerSlots[];
  }) {
    this.#trainings = deps.trainings;
    this.#clock = deps.clock;
    this.#workers = deps.workers;
  }

  /** What a training is told of its wait if it is queued now. @throws DomainError `storage-failed` */
  async waitOf(training: Training): Promise<{ ahead: number; waitMinutes: number }> {
    const { asOf, places } = await this.view(training);
    const { ahead = 0, startsAt = asOf } = places.get(training.id) ?? {};
    return { ahead, waitMinutes: waitMinutes(startsAt - asOf) };
  }

  /**
   * Reads it in three questions, each of them bounded.
   *
   * @param extra stands in the line too: a draft as if it were queued now
   * @throws DomainError `storage-failed`
   */
  async view(extra?: Training): Promise<View> {
    const [queued, active, all] = await Promise.all([
      this.#trainings.listByStatus(["QUEUED"], HORIZON),
      this.#trainings.listByStatus(ACTIVE_STATUSES, ACTIVE),
      this.#trainings.recentlyEnded(TERMINAL_STATUSES, ENDED),
    ]);
    const now = this.#clock.now();
    // Who was stopped in the queue had no turn.
    const ended = all.filter(({ job }) => job !== undefined);
    const pace = new Pace(measure([...active, ...ended], now));
    const line = queued.some(({ id }) => id === extra?.id) ? queued : [...queued, ...listed(extra, now)];
    const places = forecast({
      now,
      slots: knownSlots(this.#workers(), [...active, ...ended], now),
      running: runningOn(active, pace, now),
      waiting: line.flatMap((training) => workOf(training, pace)),
      turnEnds: latestEnds(ended),
      ...comingAfter([...queued, ...active, ...ended], pace, now),
    });
    return { asOf: now, places, waiting: queued, pace };
  }
}

/** Of less than a minute one is told, and of none none. */
function waitMinutes(milliseconds: number): number {
  return Math.max(0, Math.ceil(milliseconds / 60_000));
}

function listed(extra: Training | undefined, now: number): Training[] {
  return extra === undefined ? [] : [{ ...extra, queuedAt: extra.queuedAt ?? now }];
}

function workOf(training: Training, pace: Pace): Work[] {
  const { id, ownerId, recipeId, queuedAt = 0 } = training;
  const seconds = pace.secondsOf(training);
  return seconds === undefined || recipeId === undefined
    ? []
    : [{ id, ownerId, queuedAt, recipeId, seconds }];
}

/** @param ended newest first */
function latestEnds(ended: readonly Training[]): Map<string, number> {
  return new Map(ended.toReversed().map(({ ownerId, endedAt = 0 }) => [ownerId, endedAt]));
}

/** Persons come as they came in the last hour. */
function comingAfter(trainings: readonly Training[], pace: Pace, now: number): { coming?: Coming } {
  const latest = trainings.filter(({ queuedAt = 0 }) => queuedAt > now - LATELY_MS);
  const seconds = latest.flatMap((training) => pace.secondsOf(training) ?? []);
  const persons = new Set(latest.map(({ ownerId }) => ownerId)).size;
  if (persons === 0 || seconds.length === 0) return {};
  const mean = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
  return { coming: { everySeconds: LATELY_MS / 1000 / persons, seconds: mean } };
}
