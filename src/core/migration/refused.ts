const SHOWN = 10;

/** The migration was not begun, or went no further: nothing was lost. `reasons` say what stands in the way. */
export class MigrationRefused extends Error {
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    const more = reasons.length > SHOWN ? [`… and ${reasons.length - SHOWN} more`] : [];
    super([...reasons.slice(0, SHOWN), ...more].join("\n"));
    this.name = "MigrationRefused";
    this.reasons = reasons;
  }
}
