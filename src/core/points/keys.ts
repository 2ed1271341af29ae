import type { LedgerStore } from "../ports/ledger-store.js";
import type { Posting } from "./posting.js";

/** A settlement, and what follows from it, is named after its hold; what is made of one is found by it. */
export function keyOfHold(hold: string): string {
  return `hold/${hold}`;
}

export function keyOfSettlement(hold: string): string {
  return `settlement/${hold}`;
}

/** What a run was charged, given back. */
export function keyOfReturn(hold: string): string {
  return `charge-return/${hold}`;
}

/** The trainer's share of a run that went on from their model, and the n-th creator's of one on their dataset. */
const REWARD = /^reward\/(?:model\/(.+)|dataset\/(.+)\/\d+)$/;

/** The hold of the run that a reward was made of; undefined where the posting is no reward. */
export function holdOfReward({ id }: Pick<Posting, "id">): string | undefined {
  const [, ofModel, ofDataset] = REWARD.exec(id) ?? [];
  return ofModel ?? ofDataset;
}

/** The rewards that were made of a run so far. Those of datasets are numbered from 1 without a gap. */
export async function rewardsOf(store: Pick<LedgerStore, "get">, hold: string): Promise<Posting[]> {
  const ofModel = await store.get(`reward/model/${hold}`);
  const rewards = ofModel === undefined ? [] : [ofModel];
  for (let number = 1; ; number++) {
    const ofDataset = await store.get(`reward/dataset/${hold}/${number}`);
    if (ofDataset === undefined) return rewards;
    rewards.push(ofDataset);
  }
}
