import { Readable } from "node:stream";
import { expect } from "chai";
import { describe, it } from "mocha";
import { followPull } from "../../../src/integrations/docker/image.js";

function follow(...lines: object[]): Promise<void> {
  const stream = Readable.from([lines.map((line) => JSON.stringify(line)).join("\r\n")]);
  return followPull(stream, "trainer", new AbortController(), () => undefined);
}

describe("followPull", () => {
  it("is done when the stream ends", async () => {
    await follow(
      { status: "Pulling", id: "a", progressDetail: { current: 1, total: 2 } },
      { status: "Done" },
    );
  });

  it("is rejected by an error in the middle, though the engine answered 200", async () => {
    const error = await follow({ status: "Pulling" }, { error: "manifest unknown" }, { status: "x" }).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.include("manifest unknown");
  });
});
