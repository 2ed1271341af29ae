import { audit } from "../../../src/core/points/audit.js";
import type { Training } from "../../../src/core/training/model.js";
import { isTerminal } from "../../../src/core/training/state.js";
import { PRICE } from "./money.js";
import type { Rig } from "./rig.js";

/** What the books say that they should not, of these trainings and by themselves. */
export async function wrongInBooks({ stores }: Rig, trainings: readonly Training[]): Promise<string[]> {
  const { faults, open } = await audit(stores.ledger);
  const wrong = [...faults];
  for (const [hold, { points }] of open) {
    const wanted = trainings.some(({ charge, status }) => charge?.hold === hold && !isTerminal(status));
    if (!wanted) wrong.push(`${points} points are held for ${hold}, which nothing waits for`);
  }
  for (const { id, status, ownerId, paid = 0 } of trainings) {
    const postings = await stores.ledger.list(ownerId, { limit: 1000 });
    const charged = postings
      .filter(({ kind, about }) => kind === "settlement" && about["training"] === id)
      .reduce((sum, { about }) => sum + Number(about["charge"]), 0);
    if (charged !== paid) wrong.push(`${id} was charged ${charged} points and says ${paid}`);
    if (status === "COMPLETED" && charged !== PRICE) wrong.push(`${id} is done and was charged ${charged}`);
    if (status === "FAILED" && charged !== 0) wrong.push(`${id} failed and was charged ${charged}`);
  }
  return wrong;
}
