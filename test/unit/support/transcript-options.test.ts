import { expect } from "chai";
import { describe, it } from "mocha";
import { JOURNEYS } from "../../journeys/index.js";
import { parseOptions, usage, UsageError } from "../../transcript/options.js";

describe("the command line of a transcript", () => {
  it("takes a journey, and a language, a base model and a folder where they are told", () => {
    const plain = parseOptions(["happy-path"]);
    expect(plain).to.deep.include({ language: "en", recipeId: undefined, out: undefined });
    const all = parseOptions(["zip", "--lang", "ru", "--recipe", "flux", "--out", "x"]);
    expect(all).to.deep.include({ language: "ru", recipeId: "flux", out: "x" });
    expect(all?.journey.name).to.equal("zip");
  });

  it("names all journeys where none is named", () => {
    expect(parseOptions([])).to.equal(undefined);
    expect(parseOptions(["zip", "--help"])).to.equal(undefined);
    for (const { name, about } of JOURNEYS) expect(usage()).to.contain(name).and.to.contain(about);
  });

  const wrong = {
    "an unknown journey": [["nowhere"], /no journey nowhere; there is happy-path, zip/],
    "an unknown language": [["zip", "--lang", "fr"], /--lang fr: the bot speaks en, es, ru/],
    "an unknown base model": [["zip", "--recipe", "x"], /--recipe x: there is flux/],
    "two journeys": [["zip", "forget"], /One journey at a time/],
    "an unknown option": [["zip", "--fast"], /--fast/],
  } as const;
  for (const [what, [args, reason]] of Object.entries(wrong)) {
    it(`refuses ${what}, and says what there is`, () => {
      expect(() => parseOptions(args)).to.throw(UsageError, reason);
    });
  }
});
