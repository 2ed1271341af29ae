import { expect } from "chai";
import { describe, it } from "mocha";
import { engineError, isEngineAway } from "../../../src/integrations/docker/engine-errors.js";

/** What an engine answered; the status makes it an answer. */
function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) ${message}`), { statusCode });
}

describe("engineError", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['could not select device driver "" with capabilities: [[gpu]]', "NVIDIA Container Toolkit", false],
    ["No such image: darkroom-trainer:latest", "docker build", false],
    ["bind source path does not exist: /data", "does not see the bot's folders", false],
    ["something unheard of", "something unheard of", true],
  ];
  for (const [said, advice, retryable] of cases) {
    it(`advises on "${said}"`, () => {
      const error = engineError(refusal(500, said), "unix:///x");
      expect(error).to.include({ code: "trainer-start", retryable });
      expect(error.message).to.include(advice).and.include(said);
    });
  }

  it("names a full disk", () => {
    expect(engineError(refusal(500, "write /x: no space left on device"), "x").code).to.equal("disk-full");
  });

  it("tells an engine that is away from one that says no", () => {
    expect(isEngineAway(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }))).to.equal(true);
    expect(isEngineAway(new Error("socket hang up"))).to.equal(true);
    expect(engineError(new Error("socket hang up"), "x")).to.include({
      code: "trainer-away",
      retryable: true,
    });
    expect(isEngineAway(refusal(404, "no such container (aborted)"))).to.equal(false);
    expect(isEngineAway(new TypeError("x is not a function"))).to.equal(false);
  });
});
