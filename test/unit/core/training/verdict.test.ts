import { expect } from "chai";
import { describe, it } from "mocha";
import { adviseOn } from "../../../../src/core/training/advice.js";
import type { DatasetImage, ImageQuality } from "../../../../src/core/training/model.js";
import { distance, verdictOn } from "../../../../src/core/training/verdict.js";
import { sampleImage } from "../../../support/stored-samples.js";

const GOOD: ImageQuality = { sharpness: 900, shadows: 12, lights: 240, fingerprint: "" };

function image(
  position: number,
  quality?: Partial<ImageQuality>,
  change: Partial<DatasetImage> = {},
): DatasetImage {
  return sampleImage("t1", {
    position,
    width: 1280,
    height: 960,
    quality: { ...GOOD, ...quality },
    ...change,
  });
}

describe("the verdict on a photo", () => {
  const codes = (one: DatasetImage, images = [one], resolution = 1024) =>
    verdictOn(one, images, resolution).map(({ code }) => code);

  it("finds nothing wrong with a good one, or with one from before it was measured", () => {
    expect(codes(image(1))).to.deep.equal([]);
    const { quality: _none, ...old } = image(2);
    expect(codes(old)).to.deep.equal([]);
  });

  it("measures the size by the area that is trained on", () => {
    expect(codes(image(1, {}, { width: 1024, height: 768 }))).to.deep.equal([]);
    expect(verdictOn(image(1, {}, { width: 800, height: 600 }), [], 1024)).to.deep.equal([
      { code: "small", params: { width: 800, height: 600, resolution: 1024 } },
    ]);
    expect(codes(image(1, {}, { width: 800, height: 600 }), [], 768)).to.deep.equal([]);
  });

  it("gives the light as the reason where there is too little of it, not the blur", () => {
    expect(codes(image(1, { sharpness: 5 }))).to.deep.equal(["blurred"]);
    expect(codes(image(1, { sharpness: 5, shadows: 0, lights: 40 }))).to.deep.equal(["dark"]);
    expect(codes(image(1, { sharpness: 5, shadows: 240, lights: 255 }))).to.deep.equal(["bright"]);
    expect(codes(image(1, { sharpness: 5, shadows: 120, lights: 130 }))).to.deep.equal(["flat"]);
  });

  it("names the first photo that a later one repeats, and never one without a picture to tell by", () => {
    const [one, other, stranger] = [
      image(3, { fingerprint: "ffffffff00000000" }),
      image(7, { fingerprint: "ffffffff000003ff" }),
      image(9, { fingerprint: "ffffffff000007ff" }),
    ];
    const all = [one, other, image(8, { fingerprint: "" })];
    expect(verdictOn(other, all, 0)).to.deep.equal([{ code: "similar", params: { number: 3 } }]);
    expect(codes(one, all)).to.deep.equal([]);
    expect(codes(all[2]!, [image(1), ...all])).to.deep.equal([]);
    expect(codes(stranger, [one, stranger])).to.deep.equal([]);
    expect(codes(other, [other])).to.deep.equal([]);
  });

  it("takes what is flat and has the form of a phone's screen for a screenshot, and nothing else", () => {
    const screen = { width: 591, height: 1280 };
    expect(codes(image(1, { flat: 0.07 }, screen), undefined, 0)).to.deep.equal(["screenshot"]);
    expect(codes(image(1, { flat: 0.06 }, screen), undefined, 0)).to.deep.equal([]);
    expect(codes(image(1, {}, screen), undefined, 0)).to.deep.equal([]);
    expect(codes(image(1, { flat: 0.9 }, { width: 1280, height: 591 }), undefined, 0)).to.deep.equal([]);
    expect(codes(image(1, { flat: 0.9 }, { width: 720, height: 1280 }), undefined, 0)).to.deep.equal([]);
  });

  it("is silent once the person approved", () => {
    expect(codes(image(1, { sharpness: 5 }, { approved: true, width: 10 }))).to.deep.equal([]);
  });

  it("counts the bits in which fingerprints differ", () => {
    expect(distance("0000000000000000", "ffffffffffffffff")).to.equal(64);
    expect(distance("8000000080000001", "0000000000000001")).to.equal(2);
    expect(distance("f0e1d2c3b4a59687", "f0e1d2c3b4a59687")).to.equal(0);
  });

  it("sums up a set, the most frequent fault first", () => {
    const soft = image(1, { sharpness: 5 });
    const judged = [soft, image(2, { sharpness: 5, lights: 30 }), { ...soft, id: "x" }].map((one) => ({
      image: one,
      faults: verdictOn(one, [], 0),
    }));
    expect(adviseOn(judged)).to.deep.equal([
      { code: "blurred", count: 2 },
      { code: "dark", count: 1 },
    ]);
  });
});
