import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { Training } from "../../../src/core/training/model.js";
import {
  checkpointOffered,
  runningButtons,
  stopQuestion,
} from "../../../src/integrations/telegram/running-buttons.js";
import { plain } from "../../../src/integrations/telegram/say.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { activeTraining, EPOCH, queuedTraining } from "../../support/stored-samples.js";

const texts = new Texts(fileURLToPath(new URL("../../../locales", import.meta.url)));
const t = texts.in("en");
const quote = { images: 3, steps: 2_000, minutes: 1, ahead: 0, waitMinutes: 0 };

function at(step: number, changes: Partial<Training> = {}): Training {
  const progress = { phase: "train", step, steps: 2_000 } as const;
  return activeTraining({ workerId: "w", leaseUntil: EPOCH }, { quote, progress, ...changes });
}

const labels = (training: Training, asking: boolean): string[][] =>
  runningButtons(training, asking, t).map((row) => row.map(({ text }) => plain(text)));

describe("the buttons under a card that runs", () => {
  it("are Stop and Mute, or Unmute", () => {
    expect(labels(at(3), false)).to.deep.equal([["⏹ Stop", "🔕 Mute"]]);
    expect(labels(at(3, { muted: true }), false)).to.deep.equal([["⏹ Stop", "🔔 Unmute"]]);
  });

  it("ask whether to stop now or at the checkpoint that comes next", () => {
    const later = (step: number) => labels(at(step), true)[1]?.[0];
    expect(later(0)).to.equal("⏸ After the checkpoint at step 250");
    expect(later(249)).to.equal("⏸ After the checkpoint at step 250");
    expect(later(250), "that one is written").to.equal("⏸ After the checkpoint at step 500");
    expect(later(1_749)).to.equal("⏸ After the checkpoint at step 1,750");
  });

  it("offer no checkpoint where none comes before the end, or no trainer runs, or it stops at one already", () => {
    const sure = [["Yes, stop it now"], ["No, go on"]];
    for (const training of [
      at(1_750),
      at(1_999),
      at(0, { status: "PREPARING" }),
      at(2_000, { status: "PUBLISHING" }),
      queuedTraining(EPOCH, { quote }),
      at(300, { stopAt: 500 }),
    ]) {
      expect(checkpointOffered(training)).to.equal(undefined);
      expect(labels(training, true)).to.deep.equal(sure);
    }
  });

  it("say in the window of a tap what there is to choose, in every language", () => {
    expect(stopQuestion(at(3), t)).to.contain("Now, or after its next checkpoint");
    expect(stopQuestion(at(1_800), t)).not.to.contain("checkpoint");
    expect(stopQuestion(at(300, { stopAt: 500 }), t)).to.contain("It stops after step 500");
    for (const locale of texts.locales) {
      const answers = ["stop-sure-when", "stop-sure-later", "stop-later", "stop-never", "muted", "unmuted"];
      for (const key of answers) {
        const said = plain(texts.in(locale)(key, { step: 100_000 }));
        expect(said.length, said).to.be.at.most(200);
      }
    }
  });
});
