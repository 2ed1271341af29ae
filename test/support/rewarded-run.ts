import type { Ledger } from "../../src/core/points/ledger.js";

/** Who is rewarded for a run, and with how much. */
export interface Shares {
  readonly model?: { readonly personId: string; readonly points: number };
  readonly datasets?: readonly { readonly personId: string; readonly points: number }[];
}

/** A run that was held for, and its hold: its key is the training's with a number behind it, as Charging names it. */
export async function holdRun(ledger: Ledger, personId: string, run: string, points: number) {
  const hold = { id: run, personId, trainingId: run.replace(/\.\d+$/, "") };
  await ledger.hold(hold, points);
  return hold;
}

/** A run that has ended, charged whole, and its rewards. Doing it again changes nothing. */
export async function payRun(
  ledger: Ledger,
  personId: string,
  run: string,
  points: number,
  shares: Shares = {},
): Promise<void> {
  const { model, datasets = [] } = shares;
  const all = [...(model ? [model] : []), ...datasets];
  const hold = await holdRun(ledger, personId, run, points);
  await ledger.settle(
    hold,
    points,
    all.reduce((sum, share) => sum + share.points, 0),
  );
  await postRewards(ledger, run, shares);
}

export async function postRewards(ledger: Ledger, run: string, shares: Shares): Promise<void> {
  const { model, datasets = [] } = shares;
  const about = { hold: run };
  if (model) await ledger.reward({ ...model, id: `model/${run}`, about });
  for (const [at, share] of datasets.entries())
    await ledger.reward({ ...share, id: `dataset/${run}/${at + 1}`, about });
}
