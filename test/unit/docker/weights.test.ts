import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { needsNetwork, recordOf } from "../../../src/integrations/docker/weights.js";

describe("needsNetwork", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-weights-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const hub = { baseModel: "owner/name", revision: "abc" };
  const cases: [needs: boolean, job: object, cached: string[]][] = [
    [false, { baseModel: "tiny-flux", revision: "1" }, []],
    [true, hub, []],
    [false, hub, [recordOf("owner/name", "abc")]],
    [true, hub, [recordOf("owner/name", "other")]],
    [true, { ...hub, revision: null }, [recordOf("owner/name", "abc")]],
    [false, { ...hub, revision: null }, [recordOf("owner/name", undefined)]],
    [false, { baseModel: "my/folder" }, ["my/folder"]],
    [true, { baseModel: "my.safetensors", family: "sdxl" }, ["my.safetensors"]],
    [false, { baseModel: "my.safetensors", family: "sdxl" }, ["my.safetensors", "reference/sdxl"]],
    [false, {}, []],
  ];
  for (const [needs, job, cached] of cases) {
    it(`is ${needs} for ${JSON.stringify(job)} with ${cached.join(", ") || "nothing"} there`, async () => {
      await writeFile(join(folder, "job.json"), JSON.stringify(job));
      expect(await needsNetwork(folder, (path) => Promise.resolve(cached.includes(path)))).to.equal(needs);
    });
  }

  it("names the trainer's record as the trainer does", () => {
    // sha256 of "black-forest-labs/FLUX.1-dev@3de623fc3c33e44ffbe2bad470d0f45bccf2eb21", 16 digits.
    const record = recordOf("black-forest-labs/FLUX.1-dev", "3de623fc3c33e44ffbe2bad470d0f45bccf2eb21");
    expect(record).to.equal(".8f1e9188b658e65b.json");
  });
});
