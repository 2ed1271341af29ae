import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { JobSpec } from "../../../src/core/ports/job-runtime.js";
import { SharedDisk } from "../../../src/integrations/docker/shared-disk.js";

describe("SharedDisk", () => {
  let data: string;
  let spec: JobSpec;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), "darkroom-shared-"));
    const slot = { id: "cpu", kind: "cpu" } as const;
    const folder = join(data, "jobs", "j1");
    spec = { jobId: "j1", trainingId: "t1", workerId: "w1", folder, slot, timeLimitSeconds: 60 };
  });

  afterEach(() => rm(data, { recursive: true, force: true }));

  function disk(hubTokenFile?: string): SharedDisk {
    return new SharedDisk({
      modelsFolder: join(data, "models"),
      pathMappings: [{ here: data, onEngine: "/srv/darkroom" }],
      ...(hubTokenFile !== undefined && { hubTokenFile }),
    });
  }

  it("mounts the folders by the engine's paths, and lets the trainer write its output alone", async () => {
    const { mounts } = await disk().place(spec);
    expect(mounts.map(({ Source, Target, ReadOnly }) => [Source, Target, ReadOnly])).to.deep.equal([
      ["/srv/darkroom/jobs/j1", "/job", true],
      ["/srv/darkroom/jobs/j1/output", "/job/output", false],
      ["/srv/darkroom/models", "/models", false],
    ]);
  });

  it("mounts the hub's token where the trainer is told it is", async () => {
    const { mounts, hubTokenFile } = await disk("/etc/hub-token").place(spec);
    expect(mounts.at(-1)).to.include({ Source: "/etc/hub-token", Target: hubTokenFile, ReadOnly: true });
  });

  it("knows what the models folder has", async () => {
    const placed = await disk().place(spec);
    await writeFile(join(data, "models", "record.json"), "{}");
    expect([await placed.has("record.json"), await placed.has("other.json")]).to.deep.equal([true, false]);
  });
});
