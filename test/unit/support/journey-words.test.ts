import { expect } from "chai";
import { describe, it } from "mocha";
import { HOSTILE_NAME } from "../../journeys/cast.js";
import { textFaults } from "../../journeys/looking.js";
import { LANGUAGES, wordsIn } from "../../journeys/words.js";
import { plain } from "../../../src/integrations/telegram/say.js";

describe("what a journey reads in the chat", () => {
  for (const language of LANGUAGES) {
    const words = wordsIn(language);

    it(`knows a text in ${language} by its key, whatever stands in its places`, () => {
      for (const count of [0, 1, 2, 5, 21]) {
        const said = plain(words.t("train-open-draft", { name: HOSTILE_NAME, count }));
        expect(said, said).to.match(words.pattern("train-open-draft"));
        expect(said).not.to.match(words.pattern("cancel-left"));
      }
      expect(words.t("confirm-start")).to.match(words.button("confirm-start"));
      expect(`${words.t("confirm-start")}!`).not.to.match(words.button("confirm-start"));
    });
  }

  it("refuses a key that there is not, and a text that fits anything", () => {
    const words = wordsIn("en");
    expect(() => words.pattern("no-such-text")).to.throw("there is no text no-such-text in en");
    expect(() => words.pattern("captioning-latest")).to.throw("fits anything");
  });

  it("finds what no person should read", () => {
    const faults = {
      "no value": "Step NaN of undefined",
      "an entity": "Rex &amp; Max",
      "a tag": "<b>Rex</b> is trained",
      "a place of a text": "There is no photo { $number }",
      "a key": "collect-prompt",
    };
    for (const [fault, text] of Object.entries(faults))
      expect(textFaults([text], wordsIn("en"))).to.deep.equal([`${fault} in: ${text}`]);
    const english = wordsIn("en").t("stray-text");
    expect(textFaults([english], wordsIn("ru"))).not.to.be.empty;
    expect(textFaults([english, HOSTILE_NAME, "Fast", "<lora:Rex:0.8> r3x"], wordsIn("en"))).to.be.empty;
  });
});
