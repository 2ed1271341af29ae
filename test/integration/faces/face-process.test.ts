import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import sharp from "sharp";
import { FACE_PICTURE_SIDE } from "../../../src/core/ports/face-finder.js";
import { FaceProcess } from "../../../src/integrations/faces/face-process.js";
import { detailed } from "../../support/detailed-pictures.js";
import { onePerson, severalPeople } from "../../support/face-photos.js";

const small = (photo: Buffer): Promise<Buffer> =>
  sharp(photo).resize(FACE_PICTURE_SIDE, FACE_PICTURE_SIDE, { fit: "inside" }).jpeg().toBuffer();

/** Those of this process that look for faces. */
function programs(): number[] {
  const { stdout } = spawnSync("pgrep", ["-P", String(process.pid), "-f", "face-program"], {
    encoding: "utf8",
  });
  return stdout.split("\n").filter(Boolean).map(Number);
}

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

  it("says so where its program ends on the way, and begins anew with the next picture", async () => {
    const photo = await small(await severalPeople());
    await finder.find(photo);
    const [pid] = programs();
    const answer = finder.find(photo);
    process.kill(pid!, "SIGKILL");
    const error = await answer.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).to.be.an("error");
    expect(await finder.find(photo)).not.to.be.empty;
    expect(programs()).to.have.length(1).and.not.to.include(pid);
  });
});
