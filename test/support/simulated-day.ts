import { Ledger } from "../../src/core/points/ledger.js";
import { Charging } from "../../src/core/training/charging.js";
import { AdminLog } from "../../src/core/administration/admin-log.js";
import { Confirmation } from "../../src/core/training/confirmation.js";
import type { Slot } from "../../src/core/ports/job-runtime.js";
import type { Stores } from "../../src/core/ports/stores.js";
import { termsOf } from "../../src/core/training/consent.js";
import { estimateTraining } from "../../src/core/training/estimate.js";
import { TrainingEvents } from "../../src/core/training/events.js";
import { QUALITIES, SUBJECTS, type Training } from "../../src/core/training/model.js";
import { Outlook } from "../../src/core/training/outlook.js";
import { TrainingRecords } from "../../src/core/training/records.js";
import { fits, recipeById, RECIPES } from "../../src/core/recipes/index.js";
import { SortableIds } from "../../src/integrations/system/sortable-ids.js";
import { ManualClock } from "./manual-clock.js";
import { randomFrom, type Random } from "./random.js";
import { RecordingLogger } from "./recording-logger.js";
import { sampleImage, sampleTraining } from "./stored-samples.js";

/*
 * A day of an installation, event by event: persons come and confirm, slots claim, trainers tell how far they
 * are and end. The store, the claim, the quote and the forecast are the real ones; the clock and what trainings
 * take are made up, the latter from figures that only this file knows.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A record is this old at times; real ones are written every few seconds. */
const TOLD_EVERY_MS = 3 * MINUTE_MS;
const LOOK_EVERY_MS = 6 * MINUTE_MS;
/** Any base model learns these. */
const STILL_SUBJECTS = SUBJECTS.filter((subject) => subject !== "motion");
const PERSONS = 120;
/** How far a trainer's forecast of its own steps is off. */
const ETA_NOISE = 0.03;
const DURATION_NOISE = 0.08;

const SLOTS: readonly Slot[] = [0, 1, 2, 3].map((index) => ({
  id: `gpu-${index}`,
  kind: "gpu",
  memoryGiB: index < 3 ? 24 : 12,
}));

/** Share of the trainings, and how much longer they take here than their recipe says. */
const RECIPE_MIX: readonly { id: string; share: number; factor: number }[] = [
  { id: "flux", share: 0.3, factor: 0.65 },
  { id: "sdxl", share: 0.4, factor: 1.2 },
  { id: "wan", share: 0.2, factor: 0.9 },
  { id: "wan-14b", share: 0.1, factor: 1.5 },
];

/** How busy each hour of the day is, beside the others. */
const BUSY = [2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 5, 5, 5, 6, 8, 10, 11, 9, 6, 3];

/** What was told of a training, and what came. */
export interface Told {
  readonly id: string;
  readonly ownerId: string;
  readonly queuedAt: number;
  startedAt: number;
  endedAt: number;
  /** By the quote, when it was queued. */
  readonly quoted: Estimate;
  /** By each look at the queue while it waited. */
  readonly looks: Estimate[];
}

export interface Estimate {
  readonly asOf: number;
  readonly startsAt: number;
  readonly endsAt: number;
}

interface Running {
  training: Training;
  readonly slot: Slot;
  readonly startedAt: number;
  readonly stepsFrom: number;
  readonly stepsUntil: number;
  readonly endsAt: number;
  toldAt: number;
}

/** Gives every training of the day, in the order in which they were queued. */
export async function simulateDay(stores: Stores, seed: number, count: number): Promise<Told[]> {
  const day = new Day(stores, seed);
  return day.run(count);
}

class Day {
  readonly #trainings: Stores["trainings"];
  readonly #random: Random;
  readonly #clock = new ManualClock();
  readonly #ids = new SortableIds(this.#clock);
  readonly #outlook: Outlook;
  readonly #confirmation: Confirmation;
  readonly #running = new Map<string, Running>();
  readonly #told = new Map<string, Told>();

  constructor({ trainings, keyValues, ledger }: Stores, seed: number) {
    this.#trainings = trainings;
    this.#random = randomFrom(seed);
    const clock = this.#clock;
    const logger = new RecordingLogger();
    const log = new AdminLog({ keyValues, clock, logger });
    this.#outlook = new Outlook({
      trainings,
      clock,
      workers: () => [{ workerId: "worker-1", slots: SLOTS }],
    });
    this.#confirmation = new Confirmation({
      trainings,
      records: new TrainingRecords(trainings, clock, log),
      datasets: { list: (id) => Promise.resolve(imagesOf(id)) },
      outlook: this.#outlook,
      charging: new Charging({
        ledger: new Ledger(ledger, clock),
        accounts: undefined,
        keyValues,
        trainings,
        datasets: { list: (id) => Promise.resolve(imagesOf(id)) },
        clock,
        logger,
      }),
      events: new TrainingEvents(logger),
      clock,
      slots: () => Promise.resolve(SLOTS),
      masks: false,
    });
  }

  async run(count: number): Promise<Told[]> {
    const arrivals = this.#arrivals(count);
    let nextLook = this.#clock.time;
    for (;;) {
      const next = Math.min(arrivals[0] ?? Infinity, ...[...this.#running.values()].map((one) => one.endsAt));
      if (next === Infinity) return [...this.#told.values()];
      if (nextLook < next) {
        this.#clock.time = nextLook;
        nextLook += LOOK_EVERY_MS;
        if (this.#waits()) await this.#look();
        continue;
      }
      this.#clock.time = next;
      for (const one of [...this.#running.values()]) if (one.endsAt === next) await this.#end(one);
      if (arrivals[0] === next) {
        arrivals.shift();
        await this.#queue();
      }
      for (const slot of SLOTS) if (!this.#running.has(slot.id)) await this.#claim(slot);
    }
  }

  #waits(): boolean {
    return [...this.#told.values()].some(({ startedAt }) => startedAt === 0);
  }

  #arrivals(count: number): number[] {
    const total = BUSY.reduce((sum, hour) => sum + hour, 0);
    const times = Array.from({ length: count }, () => {
      let rest = this.#share() * total;
      const hour = BUSY.findIndex((busy) => (rest -= busy) < 0);
      return this.#clock.time + Math.round(((hour + this.#share()) / 24) * DAY_MS);
    });
    return times.sort((a, b) => a - b);
  }

  async #queue(): Promise<void> {
    const training = sampleTraining({
      id: this.#ids.next(),
      // Some come often, most once or twice.
      ownerId: `telegram:${Math.floor(PERSONS * this.#share() ** 1.6)}`,
      name: "Rex",
      triggerWord: "r3x",
      recipeId: this.#recipe(),
      collected: true,
      captioned: true,
      options: {
        subject: this.#one(STILL_SUBJECTS),
        quality: this.#one(QUALITIES),
        overrides: { steps: 100 + 10 * this.#random.below(36), resolution: 512 },
      },
    });
    await this.#trainings.insert(training);
    await this.#tellProgress();
    const asOf = this.#clock.now();
    const queued = await this.#confirmation.confirm(
      { userId: training.ownerId, isAdmin: false },
      training.id,
      termsOf(recipeById(training.recipeId ?? "")).id,
    );
    const { waitMinutes = 0, minutes = 0 } = queued.quote ?? {};
    const startsAt = asOf + waitMinutes * MINUTE_MS;
    const quoted = { asOf, startsAt, endsAt: startsAt + minutes * MINUTE_MS };
    this.#told.set(queued.id, {
      id: queued.id,
      ownerId: queued.ownerId,
      queuedAt: asOf,
      startedAt: 0,
      endedAt: 0,
      quoted,
      looks: [],
    });
  }

  async #claim(slot: Slot): Promise<void> {
    const now = this.#clock.now();
    const claimed = await this.#trainings.claim({
      workerId: "worker-1",
      slotId: slot.id,
      ownSlotIds: SLOTS.map(({ id }) => id),
      recipeIds: RECIPES.filter((recipe) => fits(recipe, slot)).map(({ id }) => id),
      now,
      leaseMs: DAY_MS,
      jobId: this.#ids.next(),
      except: [...this.#running.values()].map(({ training }) => training.id),
    });
    if (claimed?.job === undefined) return;
    this.#told.get(claimed.id)!.startedAt = now;
    const training = await this.#trainings.save({
      ...claimed,
      status: "TRAINING",
      updatedAt: now,
      job: { ...claimed.job, startedAt: now, starts: 1 },
    });
    this.#running.set(slot.id, this.#trainer(training, slot));
  }

  /** What the training will take: a part before its steps, the steps, and a part after them. */
  #trainer(training: Training, slot: Slot): Running {
    const startedAt = this.#clock.now();
    const { factor } = RECIPE_MIX.find(({ id }) => id === training.recipeId)!;
    const noise = Math.exp(DURATION_NOISE * this.#normal());
    const total = Math.round(1000 * estimateTraining(training)! * factor * noise);
    const overhead = 1000 * recipeById(training.recipeId!).speed.overheadSeconds * factor * noise;
    const endsAt = startedAt + total;
    return {
      training,
      slot,
      startedAt,
      stepsFrom: startedAt + 0.8 * overhead,
      stepsUntil: endsAt - 0.2 * overhead,
      endsAt,
      toldAt: 0,
    };
  }

  /** As the record has it: what a trainer said some seconds ago. */
  async #tellProgress(): Promise<void> {
    const now = this.#clock.now();
    for (const one of this.#running.values()) {
      if (now < one.stepsFrom || now - one.toldAt < TOLD_EVERY_MS) continue;
      one.toldAt = now;
      const left = Math.max(0, one.stepsUntil - now) / 1000;
      const steps = one.training.quote?.steps ?? 0;
      const done = (now - one.stepsFrom) / (one.stepsUntil - one.stepsFrom);
      const step = Math.min(steps, Math.floor(steps * done));
      const etaSeconds = left * (1 + ETA_NOISE * this.#normal());
      const progress = { phase: done < 1 ? "train" : "export", step, steps, etaSeconds } as const;
      one.training = await this.#trainings.save({ ...one.training, progress, updatedAt: now });
    }
  }

  async #look(): Promise<void> {
    await this.#tellProgress();
    const view = await this.#outlook.view();
    for (const [id, { startsAt, endsAt }] of view.places) {
      this.#told.get(id)?.looks.push({ asOf: view.asOf, startsAt, endsAt });
    }
  }

  async #end({ training, slot, endsAt }: Running): Promise<void> {
    this.#running.delete(slot.id);
    await this.#trainings.save({ ...training, status: "COMPLETED", endedAt: endsAt, updatedAt: endsAt });
    this.#told.get(training.id)!.endedAt = endsAt;
  }

  #recipe(): string {
    let rest = this.#share();
    return (RECIPE_MIX.find(({ share }) => (rest -= share) < 0) ?? RECIPE_MIX[0]!).id;
  }

  #one<T>(values: readonly T[]): T {
    return values[this.#random.below(values.length)]!;
  }

  /** From 0 up to, and without, 1. */
  #share(): number {
    return this.#random.below(2 ** 30) / 2 ** 30;
  }

  /** Of mean 0 and standard deviation 1 (Box and Muller's). */
  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#share())) * Math.cos(2 * Math.PI * this.#share());
  }
}

function imagesOf(trainingId: string) {
  const caption = { text: "r3x", source: "trigger" } as const;
  return Array.from({ length: 12 }, () => sampleImage(trainingId, { caption }));
}
