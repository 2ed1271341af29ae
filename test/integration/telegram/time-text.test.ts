import { expect } from "chai";
import { describe, it } from "mocha";
import { timeText } from "../../../src/integrations/telegram/time-text.js";

describe("a span of time in words", () => {
  const said = (minutes: number) => timeText(minutes, (key, params) => `${key} ${JSON.stringify(params)}`);

  it("is exact while it is short, and rounder the longer it is", () => {
    expect([0, 0.4, 7.6, 10].map(said)).to.deep.equal(
      [1, 1, 8, 10].map((minutes) => `time-minutes {"minutes":${minutes}}`),
    );
    expect([11, 44, 57].map(said)).to.deep.equal(
      [10, 45, 55].map((minutes) => `time-minutes {"minutes":${minutes}}`),
    );
    expect(said(58)).to.equal('time-hours {"hours":1}');
    expect(said(124)).to.equal('time-hours {"hours":2}');
    expect(said(131.2)).to.equal('time-hours-minutes {"hours":2,"minutes":10}');
  });
});
