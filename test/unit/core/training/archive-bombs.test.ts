import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { ARCHIVE_LIMITS, type ArchiveEntry } from "../../../../src/core/ports/archive-reader.js";
import { ArchiveBudget } from "../../../../src/core/training/archive-budget.js";
import { ADA, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { once } from "../../../support/fake-images.js";
import { craftedZip } from "../../../support/zip-files.js";

const MIB = 2 ** 20;

/** An entry that states one size and gives another, chunk by chunk. */
function entry(facts: { packedBytes: number; unpackedBytes?: number; givesMiB: number }): ArchiveEntry & {
  given: number;
} {
  const chunk = new Uint8Array(MIB);
  const lying = {
    name: "1.jpg",
    isFolder: false,
    fault: undefined,
    packedBytes: facts.packedBytes,
    unpackedBytes: facts.unpackedBytes ?? facts.givesMiB * MIB,
    given: 0,
    open: async function* () {
      for (; lying.given < facts.givesMiB; lying.given++) yield await Promise.resolve(chunk);
    },
  };
  return lying;
}

async function drain(stream: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of stream) expect(chunk.byteLength).to.equal(MIB);
}

describe("the budget of an archive", () => {
  it("stops at the ratio, however little the archive states", async () => {
    const bomb = entry({ packedBytes: 50_000, unpackedBytes: 10, givesMiB: 60 });
    const budget = new ArchiveBudget();
    budget.check([bomb]);
    await expectDomainError(drain(budget.photo(bomb)), "archive-bomb");
    expect(bomb.given, "megabytes unpacked").to.be.within(3, 6);
  });

  it("stops at the total of all entries, the refused ones too", async () => {
    const budget = new ArchiveBudget();
    const wide = (): ArchiveEntry => entry({ packedBytes: 64 * MIB, unpackedBytes: 1, givesMiB: 64 });
    for (let count = 0; count < ARCHIVE_LIMITS.maxUnpackedBytes / MIB / 64; count++)
      await drain(budget.photo(wide()));
    await expectDomainError(drain(budget.photo(wide())), "archive-bomb");
  });

  it("stops one photo that is too large, and goes on", async () => {
    const budget = new ArchiveBudget();
    const large = entry({ packedBytes: 500 * MIB, givesMiB: 500 });
    await expectDomainError(drain(budget.photo(large)), "image-file-too-big");
    expect(large.given).to.equal(64);
    await drain(budget.photo(entry({ packedBytes: MIB, givesMiB: 2 })));
  });

  it("believes an archive that admits to be a bomb", () => {
    const budget = new ArchiveBudget();
    const admits = (packedBytes: number, givesMiB: number) => () => {
      budget.check([entry({ packedBytes, givesMiB })]);
    };
    expect(admits(1_000, 100)).to.throw("archive-bomb");
    expect(admits(3_000 * MIB, 3_000)).to.throw("archive-bomb");
    expect(admits(1_000, 1)).to.not.throw();
  });
});

describe("a zip bomb", () => {
  const house = eachTestInAHouse();
  const { signal } = new AbortController();
  let id: string;

  beforeEach(async () => {
    const { drafts } = house().service;
    ({ id } = await drafts.start(ADA, "telegram:10"));
    await drafts.setTriggerWord(ADA, id, "r3x");
  });
  const add = (zip: Uint8Array) =>
    house().service.archives.add(
      ADA,
      id,
      { archiveId: "zip", open: () => Promise.resolve(once(zip)) },
      { signal },
    );

  it("of zeros is refused before anything is added", async () => {
    const zip = craftedZip([
      { name: "good.jpg", content: "good" },
      { name: "bomb.jpg", content: Buffer.alloc(40 * MIB), deflated: true },
    ]);
    expect(zip.length).to.be.below(100_000);
    await expectDomainError(add(zip), "archive-bomb");
    expect(await house().service.datasets.list(ADA, id)).to.deep.equal([]);
  });

  it("that states a small size gives no more than it states", async () => {
    const zip = craftedZip([
      { name: "bomb.jpg", content: Buffer.alloc(40 * MIB), deflated: true, statedBytes: 1_000 },
      { name: "good.jpg", content: "good" },
    ]);
    const result = await add(zip);
    expect(result).to.include({ photos: 1, refused: 1 });
    expect(result.reasons[0]).to.include({ name: "bomb.jpg", code: "archive-entry-damaged" });
  });

  it("of 10,000 empty entries is refused unread", async () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => ({ name: `${index}.jpg` }));
    const error = await expectDomainError(add(craftedZip(entries)), "archive-too-many-entries");
    expect(error.params).to.deep.equal({ max: 2_000 });
  });

  it("of endless names is refused", async () => {
    const name = "n".repeat(60_000);
    const entries = Array.from({ length: 100 }, () => ({ name }));
    await expectDomainError(add(craftedZip(entries)), "archive-bomb");
  });
});
