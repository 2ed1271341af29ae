import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import sharp from "sharp";
import { FACE_PICTURE_SIDE } from "../../../src/core/ports/face-finder.js";
import { FaceProcess } from "../../../src/integrations/faces/face-process.js";
import { detailed } from "../../support/detailed-pictures.js";
import { onePerson, severalPeople } from "../../support/face-photos.js";

const small = (photo: Buffer): Promise<Buffer> =>
  sharp(photo).resize(FACE_PICTURE_SIDE, FACE_PICTURE_SIDE, { fit: "inside" }).jpeg().toBuffer();

describe("looking for faces", function () {
  this.timeout(120_000);
  const finder = new FaceProcess();
  after(() => {
    finder.close();
  });

  it("is sure of one face, of each of several, and of none on a drawing", async () => {
    const [one, several, none] = await Promise.all(
      [await onePerson(), await severalPeople(), await detailed(1)].map(async (photo) =>
        finder.find(await small(photo)),
      ),
    );
    expect(one![0]).to.be.above(0.5);
    expect(one![1] ?? 0).to.be.below(0.5);
    expect(several!.filter((certainty) => certainty > 0.5)).to.have.length(3);
    expect(several!.length).to.be.at.most(4);
    expect(none![0] ?? 0).to.be.below(0.3);
  });

  it("sees a face that fills the picture, and one in grey", async () => {
    const close = await sharp(await onePerson())
      .extract({ left: 250, top: 220, width: 700, height: 700 })
      .toBuffer();
    const grey = await sharp(await onePerson())
      .greyscale()
      .jpeg()
      .toBuffer();
    expect((await finder.find(await small(close)))[0]).to.be.above(0.5);
    expect((await finder.find(await small(grey)))[0]).to.be.above(0.5);
  });

  it("says so where its program ends on the way, and begins another with the next picture", async () => {
    const folder = await mkdtemp(join(tmpdir(), "darkroom-faces-"));
    try {
      const dying = join(folder, "dying.mjs");
      await writeFile(dying, 'process.on("message", () => process.exit(3));');
      const answering = join(folder, "answering.mjs");
      await writeFile(answering, 'process.on("message", (squares) => process.send([1 / squares.length]));');
      const programs = [dying, answering];
      const finder = new FaceProcess(() => programs.shift()!);
      const photo = await small(await detailed(1));
      expect(await failureOf(finder.find(photo))).to.match(/looks for faces ended with 3/);
      expect(await finder.find(photo)).to.deep.equal([0.5]);
      expect(await finder.find(photo)).to.deep.equal([0.5]);
      finder.close();
      expect(await failureOf(finder.find(photo))).to.match(/not looked for any more/);
      expect(programs).to.be.empty;
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => String(error instanceof Error && error.cause !== undefined ? error.cause : error),
  );
}
