import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { openDatabase } from "../../../src/integrations/mongo/open.js";
import { storesOf, type Database } from "../../../src/integrations/mongo/stores.js";
import { callEveryStoreMethod, countingCalls } from "../../support/every-store-call.js";
import { mongoHarness, type MongoHarness } from "../../support/mongo-harness.js";
import { alternativesOf, narrows, queriesOf, type MongoQuery } from "../../support/mongo-queries.js";

interface Index {
  readonly key: Readonly<Record<string, 1 | -1>>;
}

describe("MongoDB queries", function () {
  this.timeout(60_000);
  let harness: MongoHarness;
  let database: Database;
  let queries: MongoQuery[];
  let uncalled: string[];

  beforeEach(async function () {
    harness = await mongoHarness(this);
    database = await openDatabase(`${harness.uri}?monitorCommands=true`);
    queries = [];
    const client = database.connection.getClient();
    client.on("commandStarted", (event) => queries.push(...queriesOf(event)));
    // Of 2 handled updates one is remembered, so that the inbox also removes one.
    const counting = countingCalls(storesOf(database, { rememberedUpdates: 1 }));
    await callEveryStoreMethod(counting.stores);
    client.removeAllListeners("commandStarted");
    uncalled = counting.uncalled();
  });
  afterEach(async () => {
    // A skipped suite has none.
    await (database as Database | undefined)?.connection.close();
    await (harness as MongoHarness | undefined)?.dispose();
  });

  const indexesOf = async (collection: string): Promise<Index[]> =>
    (await database.connection.collection(collection).indexes()).map(({ key }) => ({
      key: key as Index["key"],
    }));

  /** The fields of the best index for a filter: the longest run of its first fields that the filter narrows. */
  async function indexedFields({ collection }: MongoQuery, filter: MongoQuery["filter"]): Promise<string[]> {
    const runs = (await indexesOf(collection)).map(({ key }) => {
      const fields = Object.keys(key);
      const end = fields.findIndex((field) => !narrows(filter[field]));
      return end === -1 ? fields : fields.slice(0, end);
    });
    return runs.reduce((best, run) => (run.length > best.length ? run : best), []);
  }

  it("are all seen by this test", () => {
    expect(uncalled).to.deep.equal([]);
    expect(queries.length).to.be.above(35);
  });

  it("each begin at the first field of an index", async () => {
    for (const query of queries) {
      for (const filter of alternativesOf(query)) {
        expect(await indexedFields(query, filter), JSON.stringify(query)).to.not.be.empty;
      }
    }
  });

  it("read no whole collection, as the server explains it", async () => {
    const explain = async (collection: string, filter: MongoQuery["filter"], hint?: string) => {
      const find = { find: collection, filter, ...(hint !== undefined && { hint }) };
      const command = { explain: find, verbosity: "queryPlanner" };
      return JSON.stringify((await database.connection.db?.command(command))?.["queryPlanner"]);
    };
    // Some servers with MongoDB's protocol explain a search of two fields as a scan, even by id; such a one is
    // asked about the index's first field alone.
    const explainsTwoFields = !(await explain("trainings", { _id: "t", version: 1 })).includes("COLLSCAN");
    for (const query of queries) {
      for (const filter of alternativesOf(query)) {
        const [first = ""] = await indexedFields(query, filter);
        const asked = explainsTwoFields ? filter : { [first]: filter[first] };
        const plan = await explain(query.collection, asked, query.hint);
        expect(plan, JSON.stringify(query))
          .to.match(/IXSCAN|IDHACK|EXPRESS/u)
          .and.not.include("COLLSCAN");
      }
    }
  });

  it("that are sorted and cut short are sorted by an index", async () => {
    const sorted = queries.filter(({ sort, filter }) => sort !== undefined && !("$or" in filter));
    expect(sorted.length).to.be.above(6);
    for (const { collection, filter, sort = {} } of sorted) {
      const sortFields = Object.entries(sort);
      // The server can also read an index backwards, all of its fields together.
      const served = (await indexesOf(collection)).some(({ key }) => {
        const fields = Object.entries(key);
        const start = fields.findIndex(([field]) => field === sortFields[0]?.[0]);
        return (
          start >= 0 &&
          fields.slice(0, start).every(([field]) => narrows(filter[field])) &&
          [1, -1].some((direction) =>
            sortFields.every(([field, order], place) => {
              const [indexed, indexedOrder = 0] = fields[start + place] ?? [];
              return indexed === field && indexedOrder * direction === order;
            }),
          )
        );
      });
      expect(served, JSON.stringify({ collection, filter, sort })).to.equal(true);
    }
  });
});
