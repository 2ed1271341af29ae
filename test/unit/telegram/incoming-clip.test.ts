import { expect } from "chai";
import type { Message } from "grammy/types";
import { describe, it } from "mocha";
import { clipIn, mediaIn } from "../../../src/integrations/telegram/incoming-clip.js";

const FILE = { file_id: "f", file_unique_id: "u", file_size: 9 };
const SHAPE = { ...FILE, width: 3, height: 2, duration: 1 };
const message = (fields: Partial<Message>): Message => ({
  message_id: 1,
  date: 0,
  chat: { id: 1, type: "private", first_name: "A" },
  ...fields,
});

describe("a video that comes in", () => {
  const taken = { fileId: "f", uniqueId: "u", fileName: undefined, bytes: 9 };

  it("is a video, a round one, or an animation, which is a file too", () => {
    expect(clipIn(message({ video: SHAPE }))).to.deep.equal(taken);
    expect(clipIn(message({ video: { ...SHAPE, file_name: "a.mov" } }))?.fileName).to.equal("a.mov");
    expect(clipIn(message({ video_note: { ...FILE, length: 240, duration: 1 } }))).to.deep.equal(taken);
    const animation = message({ animation: SHAPE, document: { ...FILE, mime_type: "video/mp4" } });
    expect(clipIn(animation)).to.deep.equal(taken);
  });

  it("is a file that calls itself one, by its kind or by its name", () => {
    const file = (document: object) => clipIn(message({ document: { ...FILE, ...document } }))?.fileId;
    expect(file({ mime_type: "video/quicktime" })).to.equal("f");
    expect(file({ file_name: "HOLIDAY.MP4" })).to.equal("f");
    expect(file({ file_name: "clip.webm", mime_type: "application/octet-stream" })).to.equal("f");
    expect(file({ file_name: "video.jpg", mime_type: "image/jpeg" })).to.equal(undefined);
    expect(file({})).to.equal(undefined);
  });

  it("is no photo, and a photo is none", () => {
    const photo = message({ photo: [{ ...FILE, width: 3, height: 2 }] });
    expect(clipIn(photo)).to.equal(undefined);
    expect(mediaIn(photo)).to.deep.equal(taken);
    expect(mediaIn(message({ text: "hello" }))).to.equal(undefined);
  });
});
