import { dirname } from "node:path";
import type { JournalLine } from "../../support/fake-python.js";

/** One trainer process, from its first line in the journal to its last. */
interface Life {
  readonly training: string;
  /** One device of one worker. */
  readonly slot: string;
  readonly from: number;
  until: number;
}

/** What the fault itself explains. */
interface Explained {
  /** When a training's record became final, in seconds since 1970. */
  readonly endedAt: (training: string) => number | undefined;
  /** How often a trainer may be started for one training. */
  readonly mayStart: number;
  readonly mayOverlap: boolean;
}

/**
 * What the trainers' own journal tells of work done twice: a training that two trainers ran at once, a slot with
 * two trainings at once, one that was begun again after its end, one with more starts than the fault explains.
 */
export function doneTwice(
  journal: readonly JournalLine[],
  { endedAt, mayStart, mayOverlap }: Explained,
): string[] {
  const lives = livesOf(journal);
  const found: string[] = [];
  for (const [index, life] of lives.entries()) {
    const ended = endedAt(life.training);
    if (ended !== undefined && life.from > ended)
      found.push(`${life.training} was begun again after its end`);
    for (const other of lives.slice(index + 1)) {
      if (life.from > other.until || other.from > life.until) continue;
      if (life.training === other.training) {
        if (!mayOverlap) found.push(`${life.training} ran twice at once`);
      } else if (life.slot === other.slot) {
        found.push(`${life.training} and ${other.training} ran at once on slot ${life.slot}`);
      }
    }
  }
  for (const training of new Set(lives.map((life) => life.training))) {
    const starts = lives.filter((life) => life.training === training).length;
    if (starts > mayStart) found.push(`${training}: ${starts} starts of its trainer, ${mayStart} expected`);
  }
  return found;
}

function livesOf(journal: readonly JournalLine[]): Life[] {
  const lives = new Map<string, Life>();
  for (const { training, life: key, slot, folder, at } of journal) {
    const life = lives.get(key);
    if (life === undefined) {
      lives.set(key, { training, slot: `${dirname(folder)} ${slot}`, from: at, until: at });
    } else life.until = at;
  }
  return [...lives.values()];
}
