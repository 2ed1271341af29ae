import { expect } from "chai";
import { describe, it } from "mocha";
import { LogPosition } from "../../../src/integrations/docker/log-position.js";

const STAMPS = ["2026-01-02T03:04:05.000000001Z", "2026-01-02T03:04:05.000000002Z"] as const;

function take(position: LogPosition, stamp: string, text: string): string | undefined {
  return position.take(Buffer.from(`${stamp} ${text}`))?.toString();
}

describe("LogPosition", () => {
  it("takes off the stamp and begins at the beginning", () => {
    const position = new LogPosition();
    expect(position.since).to.equal("0");
    expect(take(position, STAMPS[0], "a b\n")).to.equal("a b\n");
    expect(position.since).to.equal(`${Date.parse("2026-01-02T03:04:05Z") / 1000}.000000001`);
  });

  it("passes over what was read before a break, also of one nanosecond", () => {
    const position = new LogPosition();
    take(position, STAMPS[0], "1");
    take(position, STAMPS[1], "2");
    take(position, STAMPS[1], "3");
    position.reopen();
    const again = [
      take(position, STAMPS[0], "1"),
      take(position, STAMPS[1], "2"),
      take(position, STAMPS[1], "3"),
      take(position, STAMPS[1], "4"),
    ];
    expect(again).to.deep.equal([undefined, undefined, undefined, "4"]);
    position.reopen();
    expect(["2", "3", "4", "5"].map((text) => take(position, STAMPS[1], text))).to.deep.equal([
      undefined,
      undefined,
      undefined,
      "5",
    ]);
  });
});
