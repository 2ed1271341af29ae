import { expect } from "chai";
import { describe, it } from "mocha";
import { readFrames } from "../../../src/integrations/docker/log-frames.js";

function frame(kind: 1 | 2, payload: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = kind;
  header.writeUInt32BE(Buffer.byteLength(payload), 4);
  return Buffer.concat([header, Buffer.from(payload)]);
}

async function read(bytes: Buffer, chunkSize: number): Promise<string[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkSize) {
      yield await Promise.resolve(bytes.subarray(at, at + chunkSize));
    }
  }
  const seen: string[] = [];
  for await (const { stream, payload } of readFrames(chunks())) seen.push(`${stream}:${payload.toString()}`);
  return seen;
}

describe("readFrames", () => {
  const bytes = Buffer.concat([frame(1, "one\n"), frame(2, "oops"), frame(1, ""), frame(1, "two")]);
  const expected = ["stdout:one\n", "stderr:oops", "stdout:", "stdout:two"];

  for (const size of [1, 3, 7, 8, 9, 1000]) {
    it(`takes frames apart that come in pieces of ${size}`, async () => {
      expect(await read(bytes, size)).to.deep.equal(expected);
    });
  }

  it("gives no frame that was cut off", async () => {
    expect(await read(bytes.subarray(0, -1), 1000)).to.deep.equal(expected.slice(0, 3));
  });

  it("refuses a stream that has no frames", async () => {
    const error = await read(Buffer.from("plain text of a terminal"), 1000).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.include("not in frames");
  });
});
