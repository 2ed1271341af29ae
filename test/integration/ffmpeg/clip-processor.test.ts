import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import sharp from "sharp";
import type { NormalisedClip } from "../../../src/core/ports/clip-processor.js";
import { FfmpegClipProcessor } from "../../../src/integrations/ffmpeg/clip-processor.js";
import { FfmpegBox } from "../../../src/integrations/ffmpeg/ffmpeg-box.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { once } from "../../support/fake-images.js";
import { photo } from "../../support/test-pictures.js";
import { claiming, clip, madeBy, streamsOf } from "../../support/test-clips.js";

describe("clips", function () {
  // Each is read by a program of its own; beside a whole suite that takes a while.
  this.timeout(120_000);
  const processor = new FfmpegClipProcessor();
  const normalise = (bytes: Uint8Array): Promise<NormalisedClip> => processor.normalise(once(bytes));
  let plain: Buffer;

  before(async () => {
    plain = await clip();
  });

  async function refusal(bytes: Uint8Array, code: Parameters<typeof expectDomainError>[1]) {
    return expectDomainError(normalise(bytes), code);
  }

  it("are cut to sixteen frames a second, without sound and metadata, and give a still", async () => {
    const sent = await clip({
      seconds: 7,
      rate: 25,
      sound: true,
      options: ["-metadata", "location=+48.2082+016.3738/", "-metadata", "title=At home"],
    });
    expect(sent.includes("At home")).to.equal(true);
    const taken = await normalise(sent);
    expect(taken).to.include({ width: 320, height: 256, frames: 81, contentType: "video/mp4" });
    const written = await buffer(taken.open());
    expect(written.length).to.equal(taken.bytes);
    expect(await streamsOf(written)).to.deep.equal(["0,h264,video,320,256,16/1,81"]);
    expect(written.includes("At home") || written.includes("+48.2082")).to.equal(false);
    expect(await sharp(await buffer(taken.still())).metadata()).to.include({ width: 320, height: 256 });
  });

  it("are the same bytes whatever file they came in", async () => {
    const first = await normalise(plain);
    const copied = await clip({ options: ["-metadata", "comment=copy"] });
    expect(copied.equals(plain)).to.equal(false);
    expect((await normalise(copied)).sha256).to.equal(first.sha256);
  });

  it("are taken from WebM, and are made to fit", async () => {
    const vp8 = ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M"];
    const webm = await clip({ seconds: 1.25, size: "1100x562", container: "webm", encoder: vp8 });
    expect(await normalise(webm)).to.include({ width: 1024, height: 522, frames: 20 });
  });

  it("are refused where nothing can be read", async () => {
    await refusal(new Uint8Array(), "clip-unreadable");
    await refusal(Buffer.from("not a clip at all, whatever its name"), "clip-unreadable");
    await refusal(await photo(1), "clip-unreadable");
    await refusal(plain.subarray(0, 200), "clip-unreadable");
    await refusal(plain.subarray(0, plain.length - 600), "clip-unreadable");
    const noise = Buffer.from(plain);
    noise.fill(0xa5, 40);
    await refusal(noise, "clip-unreadable");
  });

  it("are refused for what their headers say", async () => {
    const sound = await madeBy(["-f", "lavfi", "-i", "sine=duration=1", "-f", "mp4"]);
    await refusal(sound, "clip-no-picture");
    const tooLong = await refusal(claiming(plain, 36_000), "clip-too-long");
    expect(tooLong.params).to.include({ maximum: 60 });
    const low = await refusal(await clip({ size: "400x200" }), "clip-too-small");
    expect(low.params).to.deep.equal({ width: 400, height: 200, minimum: 256 });
    const short = await refusal(await clip({ seconds: 0.5 }), "clip-too-short");
    expect(short.params).to.deep.equal({ minimum: 17 / 16 });
    const other = await clip({ encoder: ["-c:v", "mpeg2video"], rate: 25 });
    expect((await refusal(other, "clip-format")).params).to.deep.equal({ codec: "mpeg2video" });
  });

  it("are refused before a frame is decoded where a frame is a bomb", async () => {
    const huge = await clip({ seconds: 0.1, size: "4112x2304" });
    const { params } = await refusal(huge, "clip-too-large");
    expect(params).to.deep.equal({ width: 4112, height: 2304, maximumMegapixels: 9 });
  });

  it("are left at the first byte over the largest file", async () => {
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(plain);
      for (const chunk = Buffer.alloc(2 ** 20); ; sent++) yield chunk;
    }
    await expectDomainError(processor.normalise(endless()), "clip-file-too-big");
    expect(sent).to.equal(63);
  });

  it("end what takes more of a processor than is given", async () => {
    const endless = FfmpegBox.use(
      (box) => box.run("exec", ["-v", "error", "-f", "lavfi", "-i", "testsrc", "-f", "null", "-"]),
      2,
    );
    await expectDomainError(endless, "clip-too-slow");
  });

  it("are read in a place that sees no file of this machine", async () => {
    const reading = FfmpegBox.use(async (box) => box.run("exec", ["-v", "error", "-i", "/etc/passwd"]));
    expect((await reading).stderr).to.contain("No such file");
    await expectDomainError(
      FfmpegBox.use((box) => box.read("/etc/passwd")),
      "clip-unreadable",
    );
  });
});
