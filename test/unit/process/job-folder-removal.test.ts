import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { JobFolder, removeRest } from "../../../src/integrations/process/job-folder.js";
import { ageOf, ownIdentity } from "../../../src/integrations/process/process-identity.js";

describe("a job's folder", () => {
  let runtime: string;

  beforeEach(async () => {
    runtime = await mkdtemp(join(tmpdir(), "darkroom-job-folder-"));
  });
  afterEach(() => rm(runtime, { recursive: true, force: true }));

  it("is gone to its last file when a removal that was cut short is ended", async () => {
    for (const name of [".removed-1", "job-1"]) {
      await mkdir(join(runtime, name));
      await writeFile(join(runtime, name, "stdout.log"), "");
    }
    await removeRest(runtime, await readdir(runtime));
    expect(await readdir(runtime)).to.deep.equal(["job-1"]);
  });

  it("is sealed without a byte written, so that a full disk keeps none", async () => {
    const folder = new JobFolder(runtime, "job-1");
    await mkdir(folder.path);
    await writeFile(join(folder.path, "started"), "");
    expect(await folder.started()).to.equal(undefined);
    expect(await folder.startedOrSealed()).to.equal(undefined);
    expect(await readdir(runtime)).to.deep.equal([]);
  });
});

describe("the age of a process", () => {
  it("does not follow the clock", async function () {
    if (process.platform !== "linux") this.skip();
    const age = ageOf(await ownIdentity()) ?? 0;
    expect(age).to.be.closeTo(process.uptime(), 30);
    const { now } = Date;
    Date.now = () => now() + 3_600_000;
    try {
      expect(ageOf(await ownIdentity())).to.be.closeTo(age, 30);
    } finally {
      Date.now = now;
    }
  });
});
