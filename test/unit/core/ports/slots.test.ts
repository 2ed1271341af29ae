import { expect } from "chai";
import { describe, it } from "mocha";
import { parseGpuChoice, parseGpus, slotsOf } from "../../../../src/core/ports/slots.js";

const GPUS = parseGpus("0, GPU-5f0c, 24564 MiB\n1, GPU-77aa, 81559 MiB\n");
const CPU = [{ id: "cpu", kind: "cpu" }];

describe("slots", () => {
  it("reads what nvidia-smi prints, and passes over what is no GPU", () => {
    expect(GPUS[0]).to.deep.equal({ index: "0", uuid: "GPU-5f0c", memoryGiB: 24564 / 1024 });
    expect(parseGpus("No devices were found\n")).to.deep.equal([]);
    expect(parseGpus("0, GPU-1, [N/A]\n")).to.deep.equal([{ index: "0", uuid: "GPU-1" }]);
  });

  it("are all GPUs, or the CPU where there is none", () => {
    expect(slotsOf("auto", GPUS).map(({ id, device }) => [id, device])).to.deep.equal([
      ["gpu-0", "GPU-5f0c"],
      ["gpu-1", "GPU-77aa"],
    ]);
    expect(slotsOf("auto", [])).to.deep.equal(CPU);
  });

  it("are the CPU when no GPU is wanted", () => {
    expect(slotsOf("none", GPUS)).to.deep.equal(CPU);
  });

  it("are those that are named, by index or UUID, also when nobody can be asked", () => {
    expect(slotsOf(parseGpuChoice("1, GPU-5f0c"), GPUS).map(({ id }) => id)).to.deep.equal([
      "gpu-1",
      "gpu-0",
    ]);
    expect(slotsOf(["3"], [])).to.deep.equal([{ id: "gpu-3", kind: "gpu", device: "3" }]);
  });

  it("reads the setting", () => {
    expect(["auto", "none", "0,1"].map(parseGpuChoice)).to.deep.equal(["auto", "none", ["0", "1"]]);
  });
});
