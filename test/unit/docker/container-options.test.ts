import { expect } from "chai";
import { describe, it } from "mocha";
import type { JobSpec } from "../../../src/core/ports/job-runtime.js";
import { containerOptions } from "../../../src/integrations/docker/container-options.js";

const spec: JobSpec = {
  jobId: "j1",
  trainingId: "t1",
  workerId: "w1",
  folder: "/data/jobs/j1",
  slot: { id: "gpu-0", kind: "gpu", device: "GPU-5f" },
  timeLimitSeconds: 3600,
};
const settings = {
  image: "trainer",
  mounts: [],
  user: "1000:1000",
  network: "none",
  memoryBytes: 1e10,
  threads: 4,
};

describe("containerOptions", () => {
  it("asks for the slot's GPU and no other", () => {
    expect(containerOptions(spec, settings).HostConfig?.DeviceRequests).to.deep.equal([
      { DeviceIDs: ["GPU-5f"], Capabilities: [["gpu"]] },
    ]);
    const cpu = containerOptions({ ...spec, slot: { id: "cpu", kind: "cpu" } }, settings);
    expect(cpu.HostConfig?.DeviceRequests).to.deep.equal([]);
    expect(cpu.Env).to.include("CUDA_VISIBLE_DEVICES=");
  });

  it("passes the hub's token as a file, never as a variable", () => {
    const options = containerOptions(spec, { ...settings, hubTokenFile: "/run/secrets/hub-token" });
    expect(options.Cmd?.slice(-2)).to.deep.equal(["--hub-token-file", "/run/secrets/hub-token"]);
    expect(options.Env?.join()).to.not.match(/TOKEN/i);
  });

  it("can be found again by its name and labels", () => {
    const { name, Labels } = containerOptions(spec, settings);
    expect(name).to.equal("darkroom-j1");
    expect(Labels).to.deep.equal({
      "org.darkroom.job": "j1",
      "org.darkroom.training": "t1",
      "org.darkroom.worker": "w1",
      "org.darkroom.contract": "1",
      "org.darkroom.time-limit-seconds": "3600",
    });
  });
});
