import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import type { Transcriber } from "../../../../src/core/ports/transcriber.js";
import { CaptionBudget } from "../../../../src/core/training/caption-budget.js";
import { VoiceCaptions } from "../../../../src/core/training/voice-captions.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { once } from "../../../support/fake-images.js";

describe("captions that are spoken", () => {
  const house = eachTestInAHouse();
  const echo: Transcriber = { transcribe: (speech) => Promise.resolve(Buffer.from(speech).toString("utf8")) };
  const note = (text: string, seconds = 5) => ({
    seconds,
    open: () => Promise.resolve(once(Buffer.from(text))),
  });

  async function voices(transcriber: Transcriber | undefined = echo, max = 2) {
    const { records, stores, clock } = house();
    const budget = new CaptionBudget(stores.keyValues, max, clock);
    const { id } = await house().readyDraft(ADA, 4);
    const all = new VoiceCaptions({ records, budget, transcriber });
    return { all, listen: (text: string, seconds?: number) => all.listen(ADA, id, note(text, seconds)), id };
  }

  it("have the trigger word, and change nothing by themselves", async () => {
    const { listen, id } = await voices();
    const before = await house().stores.datasets.list(id);
    const trigger = (await house().stores.trainings.get(id))!.triggerWord!;
    expect(await listen(" a dog in the snow ")).to.equal(`${trigger}, a dog in the snow`);
    expect(await listen(`${trigger} asleep`)).to.equal(`${trigger} asleep`);
    expect(await house().stores.datasets.list(id)).to.deep.equal(before);
  });

  it("are paid for as others are, but where nothing was heard of the server", async () => {
    let isAway = true;
    const { listen } = await voices({
      transcribe: (speech, signal) =>
        isAway
          ? Promise.reject(new DomainError("captioner-unavailable", { reason: "network" }))
          : echo.transcribe(speech, signal),
    });
    for (let time = 0; time < 3; time++) await expectDomainError(listen("a dog"), "captioner-unavailable");
    isAway = false;
    await expectDomainError(listen("  "), "voice-unclear");
    await listen("a dog");
    await expectDomainError(listen("a dog"), "captions-used-up");
  });

  it("are refused before anything is sent where they are too long or too large, or no server listens", async () => {
    const nobody: Transcriber = { transcribe: () => Promise.reject(new Error("was sent")) };
    const { listen } = await voices(nobody);
    await expectDomainError(listen("a dog", 61), "voice-too-long");
    await expectDomainError(listen("x".repeat(20_000_001), 60), "voice-too-long");
    const { records, stores, clock } = house();
    const budget = new CaptionBudget(stores.keyValues, 2, clock);
    const off = new VoiceCaptions({ records, budget, transcriber: undefined });
    expect(off.isOffered).to.equal(false);
    const { id } = await house().readyDraft(ADA, 4);
    await expectDomainError(off.listen(ADA, id, note("a dog")), "voice-off");
  });
});
