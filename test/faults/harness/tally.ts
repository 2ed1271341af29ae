import type { BatchResult } from "./batch.js";

/** What all runs of one scenario came to. */
export class Tally {
  readonly #results: BatchResult[] = [];

  constructor(
    readonly name: string,
    /** Why it was not run. */
    readonly skipped?: string,
  ) {}

  add(result: BatchResult): void {
    this.#results.push(result);
  }

  get runs(): number {
    return this.#results.reduce((sum, { runs }) => sum + runs, 0);
  }

  get lost(): number {
    return this.#count(({ lost }) => lost.length);
  }

  get doubled(): number {
    return this.#count(({ doubled }) => doubled.length);
  }

  get left(): number {
    return this.#count(({ left }) => left.length);
  }

  get failed(): number {
    return this.#count(({ failed }) => failed);
  }

  /** Runs with something wrong, as far as one finding is one run's. */
  get wrong(): number {
    return Math.min(this.runs, this.lost + this.doubled + this.left);
  }

  /** The longest that it took until all was clean. */
  get cleanSeconds(): number {
    return Math.max(0, ...this.#results.map(({ cleanSeconds }) => cleanSeconds));
  }

  /** How many runs were struck in each state. */
  get struckIn(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const state of this.#results.flatMap(({ struckIn }) => struckIn)) {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return counts;
  }

  #count(of: (result: BatchResult) => number): number {
    return this.#results.reduce((sum, result) => sum + of(result), 0);
  }
}

/** The table of faults. */
export function renderTable(tallies: readonly Tally[]): string {
  const head = ["fault", "runs", "lost", "doubled", "left behind", "clean after", "told of failure"];
  const rows = tallies.map((tally) =>
    tally.skipped === undefined
      ? [
          tally.name,
          ...[tally.runs, tally.lost, tally.doubled, tally.left].map(String),
          `${tally.cleanSeconds.toFixed(1)} s`,
          String(tally.failed),
        ]
      : [tally.name, `skipped: ${tally.skipped}`],
  );
  const total = (of: (tally: Tally) => number): string =>
    String(tallies.reduce((sum, one) => sum + of(one), 0));
  rows.push([
    "all",
    total((t) => t.runs),
    total((t) => t.lost),
    total((t) => t.doubled),
    total((t) => t.left),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.filter((row) => row.length > 2).map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [line(head), rule, ...rows.slice(0, -1).map(line), rule, line(rows.at(-1) ?? [])].join("\n");
}
