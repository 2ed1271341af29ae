import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { ErrorCode } from "../../../src/core/errors.js";
import type { Training } from "../../../src/core/training/model.js";
import { resumeButtons } from "../../../src/integrations/telegram/resume-button.js";
import { plain } from "../../../src/integrations/telegram/say.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { EPOCH, queuedTraining } from "../../support/stored-samples.js";

const t = new Texts(fileURLToPath(new URL("../../../locales", import.meta.url))).in("en");
const CONTINUE = "▶️ Continue";
const AGAIN = "🔁 Train again";

describe("the buttons under a training that did not come to its end", () => {
  const under = (status: Training["status"], step: number, code?: ErrorCode): string[] => {
    const progress = { phase: "train", step, steps: 90 } as const;
    const failure = code && { code, params: {}, at: EPOCH };
    const training = { ...queuedTraining(EPOCH), status, progress, ...(failure && { failure }) };
    return resumeButtons(training, t).map(([button]) => plain(button?.text ?? ""));
  };

  it("offer the checkpoint and the beginning after a failure, where there are steps", () => {
    expect(under("FAILED", 30, "trainer-internal")).to.deep.equal([CONTINUE, AGAIN]);
    expect(under("FAILED", 0, "trainer-memory")).to.deep.equal([AGAIN]);
    expect(under("FAILED", 22, "trainer-internal"), "the first is written at 23 of 90").to.deep.equal([
      AGAIN,
    ]);
  });

  it("offer no more steps on weights that are spoilt", () => {
    expect(under("FAILED", 90, "model-invalid")).to.deep.equal([AGAIN]);
  });

  it("offer to go on after a stop, and nothing where it would fail once more", () => {
    expect(under("CANCELLED", 30)).to.deep.equal([CONTINUE]);
    expect(under("CANCELLED", 0)).to.deep.equal([AGAIN]);
    expect(under("FAILED", 30, "trainer-bad-dataset")).to.deep.equal([]);
  });
});
