import { holdOfReward } from "./keys.js";
import type { Posting } from "./posting.js";

/** What a settlement sets aside for rewards, and what rewards there are of it. */
export interface Rewarded {
  /** Who paid; whoever was rewarded, where nothing was set aside. */
  readonly personId: string;
  readonly points: number;
  readonly posted: number;
}

/** Holds rewards against the settlements that they were made of: of other persons, so that either may be read first. */
export class RewardTally {
  /** By the hold of the run. */
  readonly runs = new Map<string, Rewarded>();

  take(posting: Posting): void {
    const { kind, personId, lines, about } = posting;
    if (kind === "settlement" && lines.rewards !== undefined)
      this.#add(String(about["hold"]), { personId, points: lines.rewards, posted: 0 });
    const hold = kind === "reward" ? holdOfReward(posting) : undefined;
    if (hold !== undefined) this.#add(hold, { personId, points: 0, posted: lines.available ?? 0 });
  }

  #add(hold: string, { personId, points, posted }: Rewarded): void {
    const known = this.runs.get(hold) ?? { personId, points: 0, posted: 0 };
    this.runs.set(hold, {
      personId: points > 0 ? personId : known.personId,
      points: known.points + points,
      posted: known.posted + posted,
    });
  }
}
