import { expect } from "chai";
import { describe, it } from "mocha";
import type { DatasetImage } from "../../src/core/training/model.js";
import { expectDomainError } from "../support/expect-domain-error.js";
import { eachTestOn, type MakeStoreHarness } from "../support/store-harness.js";
import { sampleId, sampleImage, sampleTraining } from "../support/stored-samples.js";

export function shouldBehaveLikeDatasetRepository(make: MakeStoreHarness): void {
  describe("as a dataset repository", () => {
    const { stores, open } = eachTestOn(make);
    const datasets = () => stores().datasets;
    const added = async (image: DatasetImage): Promise<DatasetImage> => {
      const result = await datasets().add(image);
      expect(result.added).to.equal(true);
      return "image" in result ? result.image : result.repeats;
    };

    it("adds images at rising positions and gives them back exactly, in that order", async () => {
      const training = sampleId("t");
      const plain = sampleImage(training, { position: 77, sharedBy: "t9" });
      const captioned = sampleImage(training, { caption: { text: "r3x, a 🦊 “fox”\n", source: "ai" } });
      const first = await added(plain);
      const second = await added(captioned);
      expect(first).to.deep.equal({ ...plain, position: 1 });
      expect(second).to.deep.equal({ ...captioned, position: 2 });
      await added(sampleImage(sampleId("t")));
      expect(await datasets().list(training)).to.deep.equal([first, second]);
      expect(await datasets().count(training)).to.equal(2);
      expect(await datasets().get(plain.id)).to.deep.equal(first);
      expect(await datasets().findBySource(training, captioned.sourceId)).to.deep.equal(second);
      expect(await (await open()).datasets.list(training)).to.deep.equal([first, second]);
    });

    it("gives undefined, nothing and zero for what is not there", async () => {
      expect(await datasets().get("nobody")).to.equal(undefined);
      expect(await datasets().findBySource("nobody", "s")).to.equal(undefined);
      expect(await datasets().list("nobody")).to.deep.equal([]);
      expect(await datasets().count("nobody")).to.equal(0);
    });

    it("names the image that is repeated by its source, by its content, or by both", async () => {
      const training = sampleId("t");
      const first = await added(sampleImage(training, { sourceId: "s1", contentHash: "h1" }));
      const second = await added(sampleImage(training, { sourceId: "s2", contentHash: "h2" }));
      const repeat = (sourceId: string, contentHash: string) =>
        datasets().add(sampleImage(training, { sourceId, contentHash }));
      expect(await repeat("s1", "h9")).to.deep.equal({ added: false, repeats: first });
      expect(await repeat("s9", "h2")).to.deep.equal({ added: false, repeats: second });
      expect(await repeat("s2", "h2")).to.deep.equal({ added: false, repeats: second });
      expect(await repeat("s1", "h2")).to.deep.equal({ added: false, repeats: first });
      expect(await datasets().list(training)).to.deep.equal([first, second]);
    });

    it("keeps the same picture apart in two trainings", async () => {
      const [one, other] = [sampleId("t"), sampleId("t")];
      const same = { sourceId: "s1", contentHash: "h1" };
      expect(await added(sampleImage(one, same))).to.include({ position: 1 });
      expect(await added(sampleImage(other, same))).to.include({ position: 1 });
    });

    it("refuses an image id that another training has", async () => {
      const image = await added(sampleImage(sampleId("t")));
      await expectDomainError(datasets().add({ ...image, trainingId: sampleId("t") }), "conflict");
    });

    it("adds one of many equal images that come at once", async () => {
      const training = sampleId("t");
      const connections = [datasets(), (await open()).datasets, (await open()).datasets];
      const results = await Promise.all(
        Array.from({ length: 18 }, (_, index) =>
          connections[index % 3]!.add(
            sampleImage(
              training,
              index % 2 ? { sourceId: "same", contentHash: "same" } : { contentHash: "same" },
            ),
          ),
        ),
      );
      expect(results.filter((result) => result.added)).to.have.lengthOf(1);
      const kept = await datasets().list(training);
      expect(kept).to.have.lengthOf(1);
      for (const result of results) {
        expect(result.added ? result.image : result.repeats).to.deep.equal(kept[0]);
      }
    });

    it("gives each of many images that come at once a position of its own", async () => {
      const training = sampleId("t");
      const connections = [datasets(), (await open()).datasets, (await open()).datasets];
      const results = await Promise.all(
        Array.from({ length: 30 }, (_, index) => connections[index % 3]!.add(sampleImage(training))),
      );
      expect(results.every((result) => result.added)).to.equal(true);
      const positions = (await datasets().list(training)).map(({ position }) => position);
      expect(new Set(positions).size).to.equal(30);
      expect(positions).to.deep.equal(positions.toSorted((a, b) => a - b));
      expect(Math.min(...positions)).to.be.at.least(1);
    });

    it("never gives a position again, also after the last image, or all of them, were removed", async () => {
      const training = sampleId("t");
      await added(sampleImage(training));
      const second = await added(sampleImage(training));
      expect(await datasets().remove(second.id)).to.deep.equal(second);
      expect(await datasets().remove(second.id)).to.equal(undefined);
      const third = await added({ ...second, position: 1 });
      expect(third.position).to.be.above(second.position);
      expect(await datasets().removeAll(training)).to.equal(2);
      expect(await datasets().removeAll(training)).to.equal(0);
      expect((await added(sampleImage(training))).position).to.be.above(third.position);
    });

    it("begins anew for a training that was deleted", async () => {
      const training = sampleTraining();
      await stores().trainings.insert(training);
      await added(sampleImage(training.id));
      await datasets().removeAll(training.id);
      await stores().trainings.delete(training);
      expect((await added(sampleImage(training.id))).position).to.equal(1);
    });

    it("replaces a caption and nothing else, and refuses one for an image that is gone", async () => {
      const image = await added(sampleImage(sampleId("t")));
      const byAi = await datasets().setCaption(image.id, { text: "a fox", source: "ai" });
      expect(byAi).to.deep.equal({ ...image, caption: { text: "a fox", source: "ai" } });
      const byHand = await datasets().setCaption(image.id, { text: "a $.'\" лиса", source: "hand" });
      expect(await datasets().get(image.id)).to.deep.equal(byHand);
      expect(byHand.caption).to.deep.equal({ text: "a $.'\" лиса", source: "hand" });
      await datasets().remove(image.id);
      await expectDomainError(datasets().setCaption(image.id, { text: "late", source: "ai" }), "not-found");
      expect(await datasets().get(image.id)).to.equal(undefined);
    });

    it("keeps what was measured of an image, and has no need of it", async () => {
      const quality = { sharpness: 812, shadows: 0, lights: 255, fingerprint: "" };
      const training = sampleId("t");
      const measured = await added(sampleImage(training, { quality }));
      const old = await added(sampleImage(training));
      expect(await datasets().get(measured.id)).to.deep.include({ quality });
      expect(await datasets().get(old.id)).not.to.have.any.keys("quality", "approved", "faces", "clip");
    });

    it("keeps what a clip has beside, also under a new caption", async () => {
      const facts = { frames: 33, stillKey: "t/i-still.jpg", stillBytes: 7, stillSha256: "ab" };
      const film = await added(sampleImage(sampleId("t"), { contentType: "video/mp4", clip: facts }));
      expect(await datasets().get(film.id)).to.deep.include({ contentType: "video/mp4", clip: facts });
      const captioned = await datasets().setCaption(film.id, { text: "a fox runs", source: "hand" });
      expect(captioned.clip).to.deep.equal(facts);
    });

    it("notes once and again that an image is wanted, and nothing else, also of one that was not measured", async () => {
      const quality = { sharpness: 3, shadows: 4, lights: 90, fingerprint: "00ff00ff00ff00ff" };
      const image = await added(sampleImage(sampleId("t"), { quality }));
      const old = await added(sampleImage(sampleId("t")));
      for (let time = 0; time < 2; time++) {
        expect(await datasets().approve(image.id)).to.deep.equal({ ...image, approved: true });
        expect(await datasets().approve(old.id)).to.deep.equal({ ...old, approved: true });
      }
      expect(await datasets().get(image.id)).to.deep.equal({ ...image, approved: true });
      await datasets().remove(image.id);
      await expectDomainError(datasets().approve(image.id), "not-found");
      expect(await datasets().get(image.id)).to.equal(undefined);
    });

    it("keeps how many faces were seen, also that there was none, and nothing else", async () => {
      const image = await added(sampleImage(sampleId("t"), { caption: { text: "a fox", source: "hand" } }));
      expect(await datasets().setFaces(image.id, [0.97, 0.5])).to.deep.equal({
        ...image,
        faces: [0.97, 0.5],
      });
      expect(await datasets().setFaces(image.id, [])).to.deep.equal({ ...image, faces: [] });
      expect(await datasets().get(image.id)).to.deep.equal({ ...image, faces: [] });
      await datasets().remove(image.id);
      await expectDomainError(datasets().setFaces(image.id, [1]), "not-found");
    });

    it("keeps every one of the captions that are set at once", async () => {
      const training = sampleId("t");
      const images = await Promise.all(Array.from({ length: 12 }, () => added(sampleImage(training))));
      await Promise.all(images.map(({ id }) => datasets().setCaption(id, { text: id, source: "ai" })));
      for (const image of await datasets().list(training)) {
        expect(image.caption?.text).to.equal(image.id);
      }
    });
  });
}
