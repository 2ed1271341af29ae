import { expect } from "chai";
import { describe, it } from "mocha";
import { SUBJECTS } from "../../../../src/core/training/model.js";
import {
  MAX_SAMPLE_PROMPT,
  MAX_SAMPLE_PROMPTS,
  samplePromptId,
  samplePromptsOf,
} from "../../../../src/core/training/sample-prompts.js";
import { proposeSamplePrompts } from "../../../../src/core/training/sample-proposals.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";

const SENTENCES = [
  "A photo of r3x sitting on a green lawn in the sun.",
  "r3x, a small terrier, is running in the snow with a red ball",
  "r3x, a small terrier, wearing a yellow raincoat while standing under an umbrella",
  "Close-up portrait of r3x, a small terrier, against a brick wall.",
];
const TAGS = [
  "r3x, brown dog, grass, sitting, sunny",
  "r3x, brown dog, snow, running",
  "r3x, brown dog, sofa, sleeping, indoors",
  "r3x, brown dog, grass, ball",
];
const dog = (captions: readonly string[], round = 0) =>
  proposeSamplePrompts({ triggerWord: "r3x", subject: "character", captions }, round);

describe("proposed sample prompts", () => {
  it("are made of what sentences say", () => {
    expect(dog(SENTENCES)).to.deep.equal([
      "r3x against a brick wall",
      "r3x in the snow, sitting",
      "r3x on a beach at sunset",
    ]);
  });

  it("are made of tags, without the one that all have", () => {
    expect(dog(TAGS)).to.deep.equal(["r3x, grass", "r3x, ball, indoors", "r3x on a beach at sunset"]);
  });

  it("are the same for the same captions in any order, and others with each round", () => {
    expect(dog([...TAGS].reverse())).to.deep.equal(dog(TAGS));
    const rounds = [0, 1, 2].map((round) => dog(TAGS, round).join("\n"));
    expect(new Set(rounds).size).to.equal(3);
  });

  it("put a style on subjects that its captions do not name", () => {
    const captions = ["r3x, a lighthouse on a cliff at night", "r3x, a bowl of fruit, watercolour"];
    const prompts = proposeSamplePrompts({ triggerWord: "r3x", subject: "style", captions }, 0);
    expect(prompts).to.have.length(3);
    for (const prompt of prompts.slice(1)) expect(prompt).not.to.match(/lighthouse|cliff|night|fruit|bowl/);
  });

  it("do without anything to go by: the trigger word alone, in other languages, or hostile", () => {
    const texts = ["r3x", "", "r3x, собака на траве", "(((", "r3x ".repeat(300), "a, a, a", "\u202e,,,;;"];
    for (const subject of SUBJECTS) {
      for (const captions of [[], texts, ...texts.map((text) => [text])]) {
        for (const round of [0, 1, 9999]) {
          const prompts = proposeSamplePrompts({ triggerWord: "r3x", subject, captions }, round);
          expect(prompts.length).to.be.within(1, MAX_SAMPLE_PROMPTS);
          expect(new Set(prompts).size).to.equal(prompts.length);
          for (const prompt of prompts) {
            expect(prompt)
              .to.match(/^r3x/)
              .and.not.match(/,,|\s{2}|undefined/);
            expect(prompt.length).to.be.at.most(MAX_SAMPLE_PROMPT);
          }
        }
      }
    }
  });
});

describe("a draft's sample prompts", () => {
  const house = eachTestInAHouse();
  const prompts = () => house().service.samplePrompts;
  const drawn = async (id: string) => samplePromptsOf(await house().stored(id));

  it("are the trigger word alone until some are chosen, and again when none is left", async () => {
    const { id } = await house().readyDraft();
    expect(await drawn(id)).to.deep.equal(["r3x"]);
    await prompts().add(ADA, id, "  r3x\n at sea ");
    expect(await drawn(id)).to.deep.equal(["r3x at sea"]);
    await prompts().remove(ADA, id, samplePromptId("r3x at sea"));
    expect(await drawn(id)).to.deep.equal(["r3x"]);
    expect((await house().stored(id)).options).not.to.have.property("samplePrompts");
  });

  it("are those that were proposed, once taken", async () => {
    const { id } = await house().readyDraft();
    const proposed = await prompts().proposal(ADA, id, 2);
    await prompts().take(ADA, id, 2);
    expect(await drawn(id)).to.deep.equal(proposed);
    await prompts().clear(ADA, id);
    expect(await drawn(id)).to.deep.equal(["r3x"]);
  });

  it("have the trigger word, and follow when it is another", async () => {
    const { id } = await house().readyDraft();
    await prompts().add(ADA, id, "on a hill");
    expect(await drawn(id)).to.deep.equal(["r3x, on a hill"]);
    await house().service.drafts.setTriggerWord(ADA, id, "m4x");
    expect(await drawn(id)).to.deep.equal(["m4x, on a hill"]);
  });

  it("change once, however often the same is asked for", async () => {
    const { id } = await house().readyDraft();
    const [hill, sea] = ["r3x on a hill", "r3x at sea"];
    for (const text of [hill, hill, sea]) await prompts().add(ADA, id, text);
    expect(await drawn(id)).to.deep.equal([hill, sea]);
    const bed = "r3x in bed";
    for (const text of [bed, bed]) await prompts().edit(ADA, id, samplePromptId(hill), text);
    expect(await drawn(id)).to.deep.equal([bed, sea]);
    await prompts().edit(ADA, id, samplePromptId(bed), sea);
    expect(await drawn(id)).to.deep.equal([sea]);
    for (const gone of [sea, sea, hill]) await prompts().remove(ADA, id, samplePromptId(gone));
    expect(await drawn(id)).to.deep.equal(["r3x"]);
    await expectDomainError(prompts().edit(ADA, id, samplePromptId(hill), "else"), "change-outdated");
  });

  it("are so many and so long at most, and something", async () => {
    const { id } = await house().readyDraft();
    await expectDomainError(prompts().add(ADA, id, " \n"), "prompt-empty");
    await expectDomainError(prompts().add(ADA, id, "\u200B \u2060"), "prompt-empty");
    await expectDomainError(prompts().add(ADA, id, "x".repeat(MAX_SAMPLE_PROMPT)), "prompt-too-long");
    for (let count = 1; count <= MAX_SAMPLE_PROMPTS; count++) await prompts().add(ADA, id, `number ${count}`);
    const error = await expectDomainError(prompts().add(ADA, id, "one more"), "too-many-prompts");
    expect(error.params).to.deep.equal({ max: MAX_SAMPLE_PROMPTS });
    await prompts().add(ADA, id, "number 1");
    expect(await drawn(id)).to.have.length(MAX_SAMPLE_PROMPTS);
  });
});
