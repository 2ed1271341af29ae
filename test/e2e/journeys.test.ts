import { expect } from "chai";
import { before, describe, it } from "mocha";
import { JOURNEYS } from "../journeys/index.js";
import type { Journey } from "../journeys/journey.js";
import { mainJob } from "../journeys/main-job.js";
import { faultsOf, tapLastButtons } from "../journeys/looking.js";
import { play, type Playing } from "../journeys/play.js";
import { LANGUAGES, type Language } from "../journeys/words.js";

/** Journeys wait more than they compute, each in a Darkroom of its own. */
const AT_ONCE = 4;

interface Ended {
  readonly faults: readonly string[];
  readonly tapped: number;
}

/** Whole ways of a person through the bot. Each has expectations of its own; what holds for all of them is here. */
describe("journeys through the whole bot", function () {
  this.timeout(180_000);

  // The longest sets out first.
  const playings: readonly Playing[] = [mainJob, ...JOURNEYS].flatMap((journey) =>
    languagesOf(journey).map((language) => ({ journey, language })),
  );
  let ended: Map<Playing, Promise<Ended | Error>>;

  before("set out", () => {
    ended = startAll(playings, AT_ONCE);
  });

  for (const playing of playings) {
    const { journey, language } = playing;
    it(`${journey.name} in ${language} ends well, in clean words, and its last buttons answer`, async () => {
      const end = await ended.get(playing);
      if (end === undefined || end instanceof Error) throw end ?? new Error("it was not played");
      expect(end.faults).to.deep.equal([]);
      expect(end.tapped).to.be.greaterThan(0);
    });
  }
});

/** Russian has the most forms of a number. */
function languagesOf({ costly = false }: Journey): readonly Language[] {
  return costly ? ["ru"] : LANGUAGES;
}

/** Plays all, so many at a time. One that fails is told of by its own test. */
function startAll(playings: readonly Playing[], width: number): Map<Playing, Promise<Ended | Error>> {
  const lanes: Promise<unknown>[] = Array.from({ length: width }, () => Promise.resolve());
  return new Map(
    playings.map((playing, index) => {
      const before = lanes[index % width] ?? Promise.resolve();
      const end = before.then(() => playToEnd(playing)).catch((error: unknown) => error as Error);
      lanes[index % width] = end;
      return [playing, end];
    }),
  );
}

async function playToEnd(playing: Playing): Promise<Ended> {
  const popUps: string[] = [];
  return play(
    playing,
    async (played) => {
      const { tapped, faults } = await tapLastButtons(played);
      return { tapped, faults: [...faults, ...faultsOf(played, popUps)] };
    },
    (telegram) => {
      telegram.on("callbackAnswer", ({ text }) => {
        if (text !== undefined) popUps.push(text);
      });
    },
  );
}
