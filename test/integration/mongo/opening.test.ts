import { inspect } from "node:util";
import { createServer } from "node:net";
import { once } from "node:events";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import mongoose, { createConnection } from "mongoose";
import { DomainError } from "../../../src/core/errors.js";
import { attemptOn } from "../../../src/integrations/mongo/errors.js";
import { openMongo } from "../../../src/integrations/mongo/open.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { mongoHarness, type MongoHarness } from "../../support/mongo-harness.js";
import { sampleTraining } from "../../support/stored-samples.js";

describe("MongoDB opening and failing", function () {
  this.timeout(60_000);
  let harness: MongoHarness;
  beforeEach(async function () {
    harness = await mongoHarness(this);
  });
  afterEach(() => (harness as MongoHarness | undefined)?.dispose());

  it("opens the same database several times at once, new or not", async () => {
    const [first, ...others] = await Promise.all([harness.open(), harness.open(), harness.open()]);
    const training = sampleTraining();
    await first.trainings.insert(training);
    for (const stores of [...others, await harness.open()]) {
      await stores.ping();
      expect(await stores.trainings.get(training.id)).to.deep.equal(training);
    }
  });

  it("leaves mongoose's global connection alone", async () => {
    await harness.open();
    expect(mongoose.connection.readyState).to.equal(mongoose.ConnectionStates.disconnected);
    expect(mongoose.modelNames()).to.deep.equal([]);
  });

  it("refuses a database of a newer version, says what to do, and leaves it as it was", async () => {
    await (await harness.open()).close();
    const connection = await createConnection(harness.uri).asPromise();
    const meta = connection.collection<{ _id: string; version: number }>("meta");
    await meta.updateOne({ _id: "schema" }, { $set: { version: 99 } });
    const error = await expectDomainError(harness.open(), "storage-failed");
    expect(error.message).to.match(/version 99.*newer Darkroom.*Install/u);
    expect(await meta.findOne({ _id: "schema" })).to.include({ version: 99 });
    await connection.close();
  });

  it("says storage-failed after it was closed, and closes twice", async () => {
    const stores = await harness.open();
    await stores.close();
    await stores.close();
    await expectDomainError(stores.ping(), "storage-failed");
    await expectDomainError(stores.trainings.get("t"), "storage-failed");
  });

  it("refuses a field that no schema has, instead of dropping it", async () => {
    const stores = await harness.open();
    const training = { ...sampleTraining(), colour: "red" };
    await expectDomainError(stores.trainings.insert(training), "storage-failed");
    expect(await stores.trainings.get(training.id)).to.equal(undefined);
  });
});

describe("MongoDB that does not answer", function () {
  this.timeout(60_000);

  /** All that an error, its causes and its hidden fields would show in a log. */
  const everything = (error: unknown) => inspect(error, { depth: 20, showHidden: true });

  it("is reported within a bound of time, may be tried again, and tells no secret", async () => {
    const silent = createServer();
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const uri = `mongodb://ada:p%40ss-w0rd@127.0.0.1:${port ?? 0}/darkroom`;
    const error = await expectDomainError(openMongo(uri), "storage-failed");
    expect(error.retryable).to.equal(true);
    for (const secret of ["p%40ss-w0rd", "p@ss-w0rd", uri]) {
      expect(everything(error)).to.not.include(secret);
    }
    silent.close();
  });

  it("because its address is none is refused without the address", async () => {
    for (const uri of [
      "postgres://ada:s3cret@db/x",
      "mongodb://ada:s3cret%@db:1/x",
      "mongodb://ada:s3cret@:x/y",
    ]) {
      const error = await expectDomainError(openMongo(uri), "storage-failed");
      expect(everything(error), uri).to.not.include("s3cret");
    }
  });

  it("has its failures told apart: a full disk, what passes, and what stays", async () => {
    const attempt = attemptOn("mongodb://ada:s3cret@db/x");
    const failure = (name: string, code?: number) =>
      Object.assign(new Error(`refused ada:s3cret`), { name, uri: "mongodb://ada:s3cret@db/x" }, { code });
    const outcome = async (error: Error) =>
      attempt(() => Promise.reject(error)).catch((each: unknown) => each);
    const full = await outcome(failure("MongoServerError", 14031));
    expect(full).to.be.instanceOf(DomainError).and.include({ code: "disk-full", retryable: true });
    const passing = await outcome(failure("MongoNetworkTimeoutError"));
    expect(passing).to.include({ code: "storage-failed", retryable: true });
    const staying = await outcome(failure("MongoServerError", 13));
    expect(staying).to.include({ code: "storage-failed", retryable: false });
    for (const error of [full, passing, staying]) {
      expect(everything(error)).to.not.include("s3cret");
      expect((error as DomainError).cause).to.be.instanceOf(Error);
    }
  });
});
