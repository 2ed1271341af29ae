import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { isFromArchive } from "../../../../src/core/training/archive-import.js";
import type { ArchiveProgress } from "../../../../src/core/training/archive-tally.js";
import { ADA, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { once } from "../../../support/fake-images.js";
import { craftedZip, zipOf, type CraftedEntry } from "../../../support/zip-files.js";

describe("an archive of photos", () => {
  const house = eachTestInAHouse();
  const { signal } = new AbortController();
  let id: string;

  beforeEach(async () => {
    const { drafts } = house().service;
    ({ id } = await drafts.start(ADA, "telegram:10"));
    await drafts.setTriggerWord(ADA, id, "r3x");
    await drafts.setRecipe(ADA, id, "tiny-sdxl");
  });

  type Options = Partial<Parameters<ReturnType<typeof house>["service"]["archives"]["add"]>[3]>;
  const add = (zip: Uint8Array, options: Options = {}, archiveId = "zip-1"): Promise<ArchiveProgress> =>
    house().service.archives.add(
      ADA,
      id,
      { archiveId, open: () => Promise.resolve(once(zip)) },
      { signal, ...options },
    );
  const images = () => house().service.datasets.list(ADA, id);
  const captions = async () => (await images()).map(({ caption }) => caption?.text);
  const reasons = ({ reasons: all }: ArchiveProgress) => all.map(({ name, code }) => [name, code]);
  const crafted = (...entries: CraftedEntry[]) => add(craftedZip(entries));

  it("is taken photo by photo, in its order, each with the text beside it", async () => {
    const zip = await zipOf({
      "set/2.txt": "the second",
      "set/2.JPG": "photo two",
      "set/1.png": "photo one",
      "set/1.png.txt": "\uFEFF the r3x\n in snow ",
      "set/3.webp": "photo three",
    });
    const told: number[] = [];
    const onProgress = ({ photos }: ArchiveProgress) => {
      told.push(photos);
      return Promise.resolve();
    };
    const result = await add(zip, { onProgress });
    expect(result).to.deep.equal({ next: 3, photos: 3, captions: 2, repeated: 0, refused: 0, reasons: [] });
    expect(told).to.deep.equal([1, 2, 3]);
    expect(await captions()).to.deep.equal(["r3x, the second", "the r3x in snow", undefined]);
    expect((await images()).every((image) => isFromArchive(image, "zip-1"))).to.equal(true);
    expect(house().images.open, "temporary files").to.equal(0);
  });

  it("counts nothing twice: the same zip again, nor a photo that was sent before", async () => {
    await house().addPhoto(id, "photo two");
    const zip = await zipOf({ "1.jpg": "photo one", "2.jpg": "photo two" });
    expect(await add(zip)).to.include({ photos: 1, repeated: 1, refused: 0 });
    expect(await add(zip)).to.include({ photos: 0, repeated: 2, refused: 0 });
    expect(await images()).to.have.lengthOf(2);
  });

  it("is gone on with where a process died, and the photo at which it died is counted once", async () => {
    const zip = await zipOf({
      "1.jpg": "one",
      "2.jpg": "two",
      "2.txt": "the second",
      "3.jpg": "three",
      "x.zip": "PK",
    });
    let kept: ArchiveProgress | undefined;
    const onProgress = (progress: ArchiveProgress) => {
      if (progress.photos === 2) return Promise.reject(new Error("killed"));
      kept = progress;
      return Promise.resolve();
    };
    await add(zip, { onProgress }).then(
      () => expect.fail("it went on"),
      (error: unknown) => expect(error).to.have.property("message", "killed"),
    );
    expect(kept).to.include({ next: 1, photos: 1 });
    const result = await add(zip, { begun: kept! });
    expect(result).to.include({ photos: 3, captions: 1, repeated: 0, refused: 1 });
    expect(await captions()).to.deep.equal([undefined, "r3x, the second", undefined]);
  });

  it("stops between two photos when it is told to", async () => {
    const abort = new AbortController();
    const onProgress = () => {
      abort.abort(new Error("stopped"));
      return Promise.resolve();
    };
    const zip = await zipOf({ "1.jpg": "one", "2.jpg": "two" });
    await add(zip, { onProgress, signal: abort.signal }).then(
      () => expect.fail("it went on"),
      (error: unknown) => expect(error).to.have.property("message", "stopped"),
    );
    expect(await images()).to.have.lengthOf(1);
  });

  it("says what is not taken, by name and with the reason, and takes the rest", async () => {
    const result = await crafted(
      { name: "../../etc/cron.d/1.jpg", content: "a" },
      { name: "/etc/2.jpg", content: "b" },
      { name: "C:\\3.jpg", content: "c" },
      { name: "a\\..\\4.jpg", content: "d" },
      { name: "link.jpg", content: "/etc/passwd", mode: 0o120777 },
      { name: "locked.jpg", content: "x".repeat(12), flags: 1, statedBytes: 0 },
      { name: "more/inner.zip", content: "PK" },
      { name: "wrong.jpg", content: "wrong sum", crc: 1 },
      { name: "good.jpg", content: "good" },
    );
    expect(result).to.include({ photos: 1, refused: 8 });
    expect(reasons(result)).to.deep.equal([
      ["../../etc/cron.d/1.jpg", "archive-entry-path"],
      ["/etc/2.jpg", "archive-entry-path"],
      ["C:\\3.jpg", "archive-entry-path"],
      ["a\\..\\4.jpg", "archive-entry-path"],
      ["link.jpg", "archive-entry-link"],
      ["locked.jpg", "archive-encrypted"],
      ["more/inner.zip", "archive-entry-nested"],
      ["wrong.jpg", "archive-entry-damaged"],
    ]);
    expect(await images()).to.have.lengthOf(1);
    expect(house().images.open).to.equal(0);
  });

  it("passes over what operating systems add, and folders", async () => {
    const result = await crafted(
      { name: "set/" },
      { name: "set/1.jpg", content: "one" },
      { name: "__MACOSX/set/._1.jpg", content: "junk" },
      { name: "set/._1.txt", content: "junk" },
      { name: "set/.DS_Store", content: "junk" },
      { name: "Thumbs.db", content: "junk" },
    );
    expect(result).to.include({ photos: 1, captions: 0, refused: 0 });
  });

  it("keeps a photo whose text cannot be its caption", async () => {
    const result = await crafted(
      { name: "1.jpg", content: "one" },
      { name: "1.txt", content: "w".repeat(1_100) },
      { name: "2.jpg", content: "two" },
      { name: "2.txt", content: Buffer.from([0xc3, 0x28]) },
      { name: "3.jpg", content: "three" },
      { name: "3.txt", content: "x".repeat(20_000) },
      { name: "4.jpg", content: "four" },
      { name: "4.txt", content: Buffer.from("\uFEFFun perro", "utf16le") },
      { name: "readme.txt", content: "alone" },
    );
    expect(result).to.include({ photos: 4, captions: 1, refused: 4 });
    expect(reasons(result)).to.deep.equal([
      ["readme.txt", "archive-entry-alone"],
      ["1.txt", "caption-too-long"],
      ["2.txt", "archive-entry-text"],
      ["3.txt", "archive-entry-text"],
    ]);
    expect(await captions()).to.deep.equal([undefined, undefined, undefined, "r3x, un perro"]);
  });

  it("ends at the recipe's bound and says how many are left", async () => {
    for (let photo = 1; photo <= 98; photo++) await house().addPhoto(id, `photo ${photo}`);
    const result = await add(
      await zipOf({ "1.jpg": "one", "2.jpg": "two", "3.jpg": "three", "4.jpg": "four" }),
    );
    expect(result).to.include({ photos: 2, refused: 2 });
    expect(result.ended).to.deep.equal({ code: "dataset-full", params: { max: 100 } });
  });

  it("ends where the disk is full, with what it has", async () => {
    house().datasetBlobs.fail("put", 1, new DomainError("disk-full"));
    const result = await add(await zipOf({ "1.jpg": "one", "2.jpg": "two" }));
    expect(result).to.include({ photos: 0, refused: 2 });
    expect(result.ended).to.include({ code: "disk-full" });
  });

  it("lets a database that is away through, to be read again", async () => {
    house().datasets.fail("add", 1, new Error("away"));
    await add(await zipOf({ "1.jpg": "one" })).then(
      () => expect.fail("it went on"),
      (error: unknown) => expect(error).to.have.property("message", "away"),
    );
  });

  it("is nobody else's, and ends with its draft", async () => {
    const source = { archiveId: "zip", open: () => Promise.reject(new Error("not asked for")) };
    await expectDomainError(house().service.archives.add(BOB, id, source, { signal }), "not-yours");
    house().images.onNormalised = () => house().service.library.delete(ADA, id);
    await expectDomainError(add(await zipOf({ "1.jpg": "one", "2.jpg": "two" })), "not-found");
    expect(await house().keys("datasets", id)).to.deep.equal([]);
  });

  it("names eight refusals at most, and shows no name that turns the text around", async () => {
    const result = await crafted(
      ...Array.from({ length: 20 }, (_, index) => ({
        name: `${"folder/".repeat(30)}\u202Egpj\n${index}.rar`,
        content: "x",
      })),
    );
    expect(result.refused).to.equal(20);
    expect(result.reasons).to.have.lengthOf(8);
    for (const { name } of result.reasons) {
      expect(Array.from(name).length).to.be.at.most(80);
      expect(name).to.not.match(/[\u202E\n]/);
    }
  });
});
