import { expect } from "chai";
import { describe, it } from "mocha";
import sharp from "sharp";
import { SAMPLE_LIMITS } from "../../../src/core/ports/training-pictures.js";
import type { LossPoint } from "../../../src/core/training/model.js";
import { digits, digitsWidth } from "../../../src/integrations/sharp/digits.js";
import { lossScale, smoothed } from "../../../src/integrations/sharp/loss-scale.js";
import { SharpTrainingPictures } from "../../../src/integrations/sharp/training-pictures.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { once } from "../../support/fake-images.js";

type Colour = readonly [number, number, number];
const LINE: Colour = [255, 180, 84];
const RED: Colour = [220, 30, 30];
const BLUE: Colour = [30, 30, 220];

/** A decoded picture, to look at. */
class Pixels {
  private constructor(
    readonly width: number,
    readonly height: number,
    private readonly data: Buffer,
  ) {}

  static async of(picture: Uint8Array): Promise<Pixels> {
    const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return new Pixels(info.width, info.height, data);
  }

  at(x: number, y: number): Colour {
    const index = (y * this.width + x) * 3;
    return [this.data[index]!, this.data[index + 1]!, this.data[index + 2]!];
  }

  isLike(x: number, y: number, [red, green, blue]: Colour): boolean {
    const [r, g, b] = this.at(x, y);
    return Math.abs(r - red) + Math.abs(g - green) + Math.abs(b - blue) < 90;
  }

  /** The height at which a column has a colour, from above; undefined when it has it nowhere. */
  heightOf(x: number, colour: Colour, below = this.height): number | undefined {
    for (let y = 0; y < below; y++) if (this.isLike(x, y, colour)) return y;
    return undefined;
  }
}

const square = async (colour: Colour, side = 300): Promise<Buffer> => {
  const [r, g, b] = colour;
  return sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } })
    .png()
    .toBuffer();
};

function losses(count: number, of: (step: number) => number): LossPoint[] {
  return Array.from({ length: count }, (_, index) => ({ step: index + 1, loss: of(index + 1) }));
}

describe("what is drawn of a training", () => {
  const pictures = new SharpTrainingPictures();
  const plot = async (points: readonly LossPoint[], steps: number): Promise<Pixels> =>
    Pixels.of(await pictures.progress({ losses: points, steps, samples: [] }));

  it("is a dark picture with a bright line that falls as the loss does, as far as the training has come", async () => {
    const pixels = await plot(
      losses(100, (step) => 1 - step / 100),
      200,
    );
    expect(pixels.width).to.equal(1080);
    for (const colour of pixels.at(4, 4)) expect(colour).to.be.below(40);
    const [early, middle] = [pixels.heightOf(200, LINE)!, pixels.heightOf(420, LINE)!];
    expect(early).to.be.above(60).and.below(middle);
    expect(middle).to.be.below(500);
    expect(pixels.heightOf(800, LINE), "beyond the step it is at").to.equal(undefined);
  });

  it("shows numbers at its axes though no font is asked for", async () => {
    const pixels = await plot(
      losses(100, (step) => 1 / step),
      100,
    );
    let bright = 0;
    for (let y = 0; y < 548; y++) for (let x = 36; x < 112; x++) if (pixels.at(x, y)[1] > 110) bright++;
    expect(bright, "pixels of digits left of the plot").to.be.above(300);
  });

  it("has the samples under the plot, in their order", async () => {
    const samples = [
      { step: 10, picture: await square(RED) },
      { step: 20, picture: await square(BLUE) },
    ];
    const view = { losses: losses(20, () => 0.5), steps: 20, samples };
    const pixels = await Pixels.of(await pictures.progress(view));
    expect(pixels.isLike(150, 700, RED)).to.equal(true);
    expect(pixels.isLike(410, 700, BLUE)).to.equal(true);
    expect(pixels.at(930, 700)[0], "an empty place").to.be.below(40);
  });

  it("has a grid of the samples alone, four in a row", async () => {
    const picture = await square(RED, 64);
    const samples = Array.from({ length: 8 }, (_, index) => ({ step: index, picture }));
    const pixels = await Pixels.of(await pictures.grid(samples));
    for (const x of [150, 410, 670, 930]) {
      for (const y of [150, 410]) expect(pixels.isLike(x, y, RED), `${x}, ${y}`).to.equal(true);
    }
    expect(pixels.height).to.be.below(600);
  });

  const odd: Record<string, LossPoint[]> = {
    "of two points": losses(2, (step) => step),
    "that never changes": losses(50, () => 0.25),
    "of nought": losses(50, () => 0),
    "with one wild value": losses(100, (step) => (step === 50 ? 1e9 : 0.5)),
    "of huge values": losses(50, (step) => 1e12 / step),
    "of tiny values": losses(50, (step) => 1e-7 / step),
    "below nought": losses(50, (step) => -step),
  };
  for (const [kind, points] of Object.entries(odd)) {
    it(`is drawn for a loss ${kind}`, async () => {
      const pixels = await plot(points, points.length);
      const columns = [600, 800, 1000].map((x) => pixels.heightOf(x, LINE));
      for (const height of columns) expect(height).to.be.within(40, 510);
    });
  }

  it("keeps a sample small, as a JPEG without metadata", async () => {
    const large = await sharp(await square(RED, 2000))
      .withExif({ IFD0: { ImageDescription: "secret words" } })
      .png()
      .toBuffer();
    const kept = await pictures.sample(once(large));
    const metadata = await sharp(kept).metadata();
    expect(metadata).to.include({ format: "jpeg", width: SAMPLE_LIMITS.longSide });
    expect(metadata).not.to.have.any.keys("exif", "xmp", "iptc", "comments");
    expect(Buffer.from(kept).toString("latin1")).not.to.contain("secret words");
  });

  it("refuses a sample that is no picture, or a bomb", async () => {
    await expectDomainError(pictures.sample(once(Buffer.from("no picture"))), "image-unreadable");
    const bomb = await sharp({ create: { width: 5000, height: 4000, channels: 3, background: "black" } })
      .png()
      .toBuffer();
    await expectDomainError(pictures.sample(once(bomb)), "image-unreadable");
    const endless = once(Buffer.alloc(SAMPLE_LIMITS.maxBytes + 1));
    await expectDomainError(pictures.sample(endless), "image-file-too-big");
  });
});

describe("the parts of a plot", () => {
  it("smooth a line without moving it", () => {
    const noisy = losses(200, (step) => 0.5 + (step % 2 === 0 ? 0.1 : -0.1));
    for (const { loss } of smoothed(noisy)) expect(loss).to.be.closeTo(0.5, 0.03);
    const few = losses(3, (step) => step);
    for (const [index, { loss }] of smoothed(few).entries())
      expect(loss).to.be.closeTo(few[index]!.loss, 0.1);
  });

  it("put readable numbers at an axis around the losses", () => {
    const scale = lossScale(losses(100, (step) => 0.06 + 0.1 / step));
    const shown = scale.ticks.map((tick) => tick.toFixed(scale.decimals));
    expect(shown).to.deep.equal(["0.05", "0.06", "0.07", "0.08", "0.09", "0.10"]);
  });

  it("write a number of digits, a point and a sign, and nothing else", () => {
    const style = { height: 16, colour: "#fff" };
    expect(digits("-0123456789.5", 0, 0, style).match(/<path/g)).to.have.length(13);
    expect(digitsWidth("00", 16)).to.equal(24);
    expect(() => digits("1e9", 0, 0, style)).to.throw(RangeError, /"e"/);
  });
});
