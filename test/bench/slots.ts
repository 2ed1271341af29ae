/*
 * How much of the time slots train. The real scheduler, on SQLite and a folder, beside a serial worker in the same
 * run that does the same pieces of work one after the other for each slot: download, train, upload, next. Storage
 * answers after a delay and training is a wait, so that the machine's own speed matters little.
 * `node --import tsx test/bench/slots.ts [TRAININGS] [SLOTS]`
 */
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Slot } from "../../src/core/ports/job-runtime.js";
import type { Training } from "../../src/core/training/model.js";
import { CoreHouse } from "../support/core-house.js";
import { training as goesWell } from "../support/training-scripts.js";

const TRAININGS = Number(process.argv[2] ?? 200);
const SLOTS = Number(process.argv[3] ?? 2);
/** Milliseconds; the proportions are those of a training of ten minutes with half a minute at either end. */
const TRAIN_MS = 1_000;
const READ_MS = 15;
const WRITE_MS = 50;
const QUEUED_OF_ONE = 10;

/** When each trainer ran, by slot. */
type Spans = Map<string, { from: number; to: number }[]>;

interface Result {
  readonly seconds: number;
  readonly spans: Spans;
}

async function openHouse(): Promise<CoreHouse> {
  const house = await CoreHouse.open();
  house.datasetBlobs.before("get", () => sleep(READ_MS));
  house.modelBlobs.before("put", () => sleep(WRITE_MS));
  return house;
}

/** A trainer that takes its time, and notes it. */
function timed(house: CoreHouse, spans: Spans): void {
  house.runtime.script = async (trainer) => {
    const from = performance.now();
    await sleep(TRAIN_MS);
    const ended = await goesWell()(trainer);
    const { id } = trainer.spec.slot;
    spans.set(id, [...(spans.get(id) ?? []), { from, to: performance.now() }]);
    return ended;
  };
}

async function queue(house: CoreHouse): Promise<Training[]> {
  const queued: Training[] = [];
  // Of one person so many wait at most.
  const persons = Math.ceil(TRAININGS / QUEUED_OF_ONE);
  for (let count = 0; count < TRAININGS; count++)
    queued.push(await house.queued({ userId: `telegram:${count % persons}`, isAdmin: false }));
  return queued;
}

const slots: Slot[] = Array.from({ length: SLOTS }, (_, index) => ({ id: `slot-${index}`, kind: "cpu" }));

/** Each slot does one piece after the other: the runner as it is, called in a plain loop. */
async function serial(): Promise<Result> {
  const house = await openHouse();
  const spans: Spans = new Map();
  timed(house, spans);
  await queue(house);
  const runner = house.runner();
  const from = performance.now();
  let left = TRAININGS;
  const worker = async (slot: Slot): Promise<void> => {
    while (left-- > 0) await runner.run(await house.claim(slot.id), slot, new AbortController().signal);
  };
  await Promise.all(slots.map(worker));
  const seconds = (performance.now() - from) / 1000;
  await house.close();
  return { seconds, spans };
}

async function scheduled(): Promise<Result> {
  const house = await openHouse();
  const spans: Spans = new Map();
  timed(house, spans);
  const queued = await queue(house);
  const scheduler = house.scheduler();
  const from = performance.now();
  await scheduler.start(slots);
  for (const { id } of queued) while ((await house.stored(id)).status !== "COMPLETED") await sleep(20);
  const seconds = (performance.now() - from) / 1000;
  await scheduler.stop();
  await house.close();
  return { seconds, spans };
}

/** Milliseconds between the end of one trainer and the start of the next one on the same slot. */
function gaps({ spans }: Result): number[] {
  return [...spans.values()]
    .flatMap((all) => all.slice(1).map(({ from }, index) => from - (all[index]?.to ?? from)))
    .sort((a, b) => a - b);
}

function row(name: string, result: Result): { share: number; text: string } {
  const trained = [...result.spans.values()].flat().reduce((sum, { from, to }) => sum + to - from, 0) / 1000;
  const share = trained / (result.seconds * SLOTS);
  const all = gaps(result);
  const at = (part: number): string => (all[Math.floor(all.length * part)] ?? 0).toFixed(0);
  const text = `| ${name} | ${result.seconds.toFixed(1)} | ${(share * 100).toFixed(1)} % | ${at(0.5)} | ${at(0.95)} |`;
  return { share, text };
}

const baseline = row("serial worker", await serial());
const ours = row("scheduler", await scheduled());
process.stdout.write(
  [
    `${TRAININGS} trainings of ${TRAIN_MS} ms on ${SLOTS} slots`,
    "",
    "| | s in all | slots train | gap p50, ms | gap p95, ms |",
    "| --- | --- | --- | --- | --- |",
    baseline.text,
    ours.text,
    "",
    `share of time that slots train, over the serial worker's: ${(ours.share / baseline.share).toFixed(2)}`,
    "",
  ].join("\n"),
);
