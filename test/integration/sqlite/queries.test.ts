import { expect } from "chai";
import Database from "libsql";
import { afterEach, beforeEach, describe, it } from "mocha";
import { openConnection } from "../../../src/integrations/sqlite/open.js";
import { storesOf } from "../../../src/integrations/sqlite/stores.js";
import { sqliteHarness, type SqliteHarness } from "../../support/sqlite-harness.js";

const TABLES =
  "trainings|dataset_images|dataset_positions|models|users|key_values|postings|inbox_updates|inbox_handled";
/** A plan's step that reads a table row by row, through no index. */
const FULL_SCAN = new RegExp(`^SCAN (${TABLES})(?! USING (COVERING )?INDEX)`, "u");
/** The inbox holds what waits to be handled now: reading all of it, in its order, is the query. */
const MEANT_TO_READ_ALL = "SELECT id, body, attempts FROM inbox_updates ORDER BY id";
/** A scan of an index is as long as the table, unless it is in the order asked for and is cut short. */
const SCANS_IN_ORDER = [
  MEANT_TO_READ_ALL,
  "notice_at IS NOT NULL ORDER BY notice_at, id LIMIT",
  "ORDER BY slot_ended_at DESC, id DESC LIMIT",
];

interface Plan {
  readonly sql: string;
  readonly steps: readonly string[];
}

describe("SQLite queries", () => {
  let harness: SqliteHarness;
  let plans: Plan[];

  beforeEach(async () => {
    harness = await sqliteHarness();
    const connection = await openConnection(harness.file);
    storesOf(connection, {});
    const database = new Database(harness.file);
    plans = connection.preparedSql.map((sql) => ({
      sql,
      steps: (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(
        ({ detail }) => detail,
      ),
    }));
    database.close();
    await connection.close();
  });
  afterEach(() => harness.dispose());

  it("use an index each", () => {
    expect(plans.length).to.be.above(30);
    for (const { sql, steps } of plans.filter((plan) => plan.sql !== MEANT_TO_READ_ALL)) {
      expect(
        steps.filter((step) => FULL_SCAN.test(step)),
        sql,
      ).to.deep.equal([]);
    }
  });

  it("search their index, or read it in the order they ask for", () => {
    for (const { sql, steps } of plans.filter(
      ({ sql }) => !SCANS_IN_ORDER.some((part) => sql.includes(part)),
    )) {
      const scans = steps.filter((step) =>
        /^SCAN (?!json_each|owner VIRTUAL TABLE|CONSTANT ROW)/u.test(step),
      );
      expect(scans, sql).to.deep.equal([]);
    }
  });

  it("sort pages of an owner's list and the queue by the index alone", () => {
    const sorted = plans.filter(({ sql }) =>
      /ORDER BY (created_at DESC|notice_at|position|doc ->> '\$\.endedAt' DESC)/u.test(sql),
    );
    expect(sorted).to.have.lengthOf(5);
    for (const { sql, steps } of [
      ...sorted,
      ...plans.filter(({ sql }) => sql.includes("status = 'QUEUED' AND recipe")),
    ]) {
      expect(steps.join("\n"), sql).to.not.include("TEMP B-TREE");
    }
  });
});
