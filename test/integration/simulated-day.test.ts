import { expect } from "chai";
import { describe, it } from "mocha";
import { simulateDay, type Estimate, type Told } from "../support/simulated-day.js";
import { sqliteHarness } from "../support/sqlite-harness.js";

const TRAININGS = 500;
/** An estimate is true when it is off by no more than this share of the time that it told. */
const TRUE_WITHIN = 0.2;
/** How long someone waits who is better told when than "soon". */
const LONG_WAIT_MS = 10 * 60_000;

type Moment = "startsAt" | "endsAt";

/** How far off, as a share of the time that it really took from then on. */
function error(told: Told, estimate: Estimate, moment: Moment): number {
  const actual = moment === "startsAt" ? told.startedAt : told.endedAt;
  return Math.abs(estimate[moment] - actual) / (actual - estimate.asOf);
}

/** What was told about half way through the wait. */
function halfWay({ queuedAt, startedAt, looks, quoted }: Told): Estimate {
  const middle = (queuedAt + startedAt) / 2;
  const distance = ({ asOf }: Estimate) => Math.abs(asOf - middle);
  return looks.reduce((nearest, look) => (distance(look) < distance(nearest) ? look : nearest), quoted);
}

function trueShare(told: readonly Told[], estimateOf: (each: Told) => Estimate, moment: Moment): number {
  const good = told.filter((each) => error(each, estimateOf(each), moment) <= TRUE_WITHIN);
  return good.length / told.length;
}

describe("a simulated day of 500 trainings on four slots", function () {
  this.timeout(120_000);

  it("starts and ends most of them when they were told to, within 20 %", async () => {
    const harness = await sqliteHarness();
    try {
      const day = await simulateDay(await harness.open(), 1, TRAININGS);
      expect(day.every(({ endedAt }) => endedAt > 0)).to.equal(true);
      expect(day).to.have.lengthOf(TRAININGS);
      const waited = day.filter(({ queuedAt, startedAt }) => startedAt - queuedAt > LONG_WAIT_MS);
      const shares = {
        "end, when queued": trueShare(day, ({ quoted }) => quoted, "endsAt"),
        "start, when queued": trueShare(waited, ({ quoted }) => quoted, "startsAt"),
        "start, half way through the wait": trueShare(waited, halfWay, "startsAt"),
        "end, half way through the wait": trueShare(waited, halfWay, "endsAt"),
      };
      for (const [name, share] of Object.entries(shares)) {
        process.stdout.write(`      ${name}: ${(100 * share).toFixed(1)} % told true within 20 %\n`);
      }
      process.stdout.write(`      (${waited.length} of ${TRAININGS} waited longer than 10 minutes)\n`);
      expect(waited.length, "the day is a busy one").to.be.greaterThan(200);
      expect(shares["end, when queued"]).to.be.at.least(0.9);
      expect(shares["start, half way through the wait"]).to.be.at.least(0.9);
      expect(shares["end, half way through the wait"]).to.be.at.least(0.9);
    } finally {
      await harness.dispose();
    }
  });
});
