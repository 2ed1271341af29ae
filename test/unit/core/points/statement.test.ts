import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { csvOf } from "../../../../src/core/points/csv.js";
import type { Posting } from "../../../../src/core/points/posting.js";
import { randomFrom } from "../../../support/random.js";
import { StarHouse } from "../../../support/star-house.js";
import { Unsteady } from "../../../support/unsteady.js";

const ADA = { userId: "ada", isAdmin: false };

describe("a statement of points", () => {
  let house: StarHouse;
  beforeEach(() => {
    house = new StarHouse(new Unsteady(randomFrom(1), 0));
  });
  const gift = (id: number, at: number) => {
    house.clock.time = at;
    return house.ledger.gift({ id: `${id}`, personId: "ada", points: 1, about: { reason: "welcome" } });
  };
  const sequences = async (before?: number) => {
    const page = await house.shop.statement.page(ADA, before);
    const entries = page.entries.map(({ posting }) => posting.sequence);
    return { first: entries[0], last: entries.at(-1), newer: page.newer, older: page.older };
  };

  it("is empty for who has nothing", async () => {
    expect(await house.shop.statement.page(ADA)).to.deep.equal({
      balance: { available: 0, held: 0 },
      entries: [],
      older: undefined,
      newer: undefined,
    });
    expect(await house.shop.statement.months(ADA)).to.deep.equal([]);
  });

  it("is turned to older entries and back, to the last one of each end", async () => {
    for (let id = 1; id <= 17; id++) await gift(id, id);
    expect(await sequences()).to.deep.equal({ first: 17, last: 10, newer: undefined, older: 10 });
    expect(await sequences(10)).to.deep.equal({ first: 9, last: 2, newer: 18, older: 2 });
    expect(await sequences(2)).to.deep.equal({ first: 1, last: 1, newer: 10, older: undefined });
    expect(await sequences(18)).to.deep.equal({ first: 17, last: 10, newer: undefined, older: 10 });
  });

  it("leaves out what moved nothing, and passes over nothing else", async () => {
    const { ledger } = house;
    const nothing = (id: string) => ledger.settle({ id, personId: "ada", trainingId: id }, 0);
    const shown = new Set<number>();
    await nothing("t0");
    for (let id = 1; id <= 20; id++) {
      await gift(id, id);
      if (id % 3 === 0) for (const more of ["a", "b"]) await nothing(`${id}${more}`);
    }
    const { statement } = house.shop;
    let page = await statement.page(ADA);
    for (let older = page.older; older !== undefined; older = page.older) {
      page = await statement.page(ADA, older);
    }
    expect(page.older).to.equal(undefined);
    for (;;) {
      expect(page.entries).to.not.be.empty;
      for (const { posting } of page.entries) {
        expect(posting.kind).to.equal("gift");
        shown.add(posting.sequence);
      }
      if (page.newer === undefined) break;
      page = await statement.page(ADA, page.newer);
    }
    expect(page.entries).to.have.lengthOf(8);
    expect(shown.size, "turning back shows all of them").to.equal(20);
    const rows = (await statement.csv(ADA, "1970-01")).trimEnd().split("\r\n");
    expect(rows).to.have.lengthOf(21);
  });

  it("names trainings that are the person's own and still there", async () => {
    await gift(1, 1);
    await house.ledger.gift({ id: "x", personId: "ada", points: 50, about: {} });
    for (const trainingId of ["mine", "theirs", "gone"])
      await house.ledger.hold({ id: trainingId, personId: "ada", trainingId }, 1);
    house.trainings.push(
      { id: "mine", ownerId: "ada", name: "Rex" },
      { id: "theirs", ownerId: "bob", name: "Max" },
    );
    const { entries, balance } = await house.shop.statement.page(ADA);
    expect(entries.map(({ trainingName }) => trainingName)).to.deep.equal([
      undefined,
      undefined,
      "Rex",
      undefined,
      undefined,
    ]);
    expect(balance).to.deep.equal({ available: 48, held: 3 });
  });

  it("is exported by month (UTC), all of it, oldest first", async () => {
    const march = Date.UTC(2030, 2, 1);
    for (let id = 1; id <= 250; id++) await gift(id, march - 300 + id);
    await gift(251, march);
    const { statement } = house.shop;
    expect(await statement.months(ADA)).to.deep.equal(["2030-03", "2030-02"]);
    expect(await statement.csv(ADA, "2030-03")).to.equal(
      "date,kind,points,balance,reference\r\n2030-03-01T00:00:00.000Z,gift,1,251,welcome\r\n",
    );
    const february = (await statement.csv(ADA, "2030-02")).trimEnd().split("\r\n");
    expect(february).to.have.lengthOf(251);
    expect(february[1]).to.contain(",1,1,welcome");
    expect(await statement.csv(ADA, "2030-01")).to.equal("date,kind,points,balance,reference\r\n");
  });

  it("holds nothing that a spreadsheet takes for a formula or another field", () => {
    const posting = (reason: string): Posting => ({
      id: "grant/1",
      personId: "ada",
      sequence: 1,
      at: 0,
      kind: "grant",
      lines: { available: -7, gifts: 7 },
      after: { available: 3, held: 0 },
      about: { reason },
    });
    for (const [reason, field] of [
      ["=1+1", "'=1+1"],
      ["+1", "'+1"],
      ["-1", "'-1"],
      ["@SUM(A1)", "'@SUM(A1)"],
      ["\t=1", "'\t=1"],
      ["\r=1", `"'\r=1"`],
      ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
      ["a,b", '"a,b"'],
      ["a\nb", '"a\nb"'],
      ["plain", "plain"],
    ] as const)
      expect(csvOf([posting(reason)])).to.equal(
        `date,kind,points,balance,reference\r\n1970-01-01T00:00:00.000Z,grant,-7,3,${field}\r\n`,
      );
  });
});
