import { expect } from "chai";
import { describe, it } from "mocha";
import { trainerEnvironment, withoutSecrets } from "../../../src/integrations/process/child-environment.js";

const job = {
  trainerFolder: "/trainer",
  temporaryFolder: "/t",
  slot: { id: "cpu", kind: "cpu" } as const,
  slotCount: 1,
};

describe("trainerEnvironment", () => {
  it("passes on what is allowed and nothing else", () => {
    const host = {
      PATH: "/bin",
      LC_ALL: "C",
      BOT_TOKEN: "t",
      OPENAI_API_KEY: "k",
      HF_TOKEN: "h",
      MONGODB_URI: "m",
    };
    const variables = trainerEnvironment(host, job);
    expect(variables).to.include({ PATH: "/bin", LC_ALL: "C" });
    expect(variables).to.not.have.any.keys("BOT_TOKEN", "OPENAI_API_KEY", "HF_TOKEN", "MONGODB_URI");
  });

  it("does not let the host's choice of GPU through", () => {
    expect(trainerEnvironment({ CUDA_VISIBLE_DEVICES: "0,1" }, job)).to.include({ CUDA_VISIBLE_DEVICES: "" });
  });

  it("gives at least one thread however many slots there are", () => {
    expect(trainerEnvironment({}, { ...job, slotCount: 10_000 })).to.include({ OMP_NUM_THREADS: "1" });
  });
});

describe("withoutSecrets", () => {
  it("adds the variables of a tool by their prefix", () => {
    expect(withoutSecrets({ UV_INDEX: "u", S3_SECRET_ACCESS_KEY: "s" }, ["UV_"])).to.deep.equal({
      UV_INDEX: "u",
    });
  });
});
