import { withoutZeros, type Lines } from "./posting.js";

/** Ends a hold: so much of it is charged, the rest is the person's again. @throws Error for points that are not there */
export function settlementLines(held: number, charge: number, rewards: number): Lines {
  if (!isWhole(charge) || !isWhole(rewards) || rewards > charge || charge > held)
    throw new Error(`${charge} points, ${rewards} of them rewards, cannot be charged of ${held} held`);
  return withoutZeros({ held: -held, available: held - charge, revenue: charge - rewards, rewards });
}

/** What a settlement took of its hold. */
export function chargeOf({ revenue = 0, rewards = 0 }: Lines): number {
  return revenue + rewards;
}

/** Gives what a settlement took back to its person: the house has it again of what it kept and what it set aside. */
export function returnLines({ revenue = 0, rewards = 0 }: Lines): Lines {
  return withoutZeros({ available: revenue + rewards, revenue: -revenue, rewards: -rewards });
}

export function isWhole(points: number): boolean {
  return Number.isSafeInteger(points) && points >= 0;
}
