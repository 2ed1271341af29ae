import { expect } from "chai";
import { describe, it } from "mocha";
import { seesDataFolder } from "../../../src/composition/runtime.js";
import { parseConfig } from "../../../src/config.js";

describe("whether the Docker engine sees the data folder", () => {
  const cases: [sees: boolean, env: Record<string, string>][] = [
    [true, {}],
    [true, { DOCKER_HOST: "unix:///var/run/docker.sock" }],
    [false, { DOCKER_HOST: "tcp://gpu-box:2376" }],
    [false, { DOCKER_HOST: "ssh://me@gpu-box" }],
    [true, { DOCKER_HOST: "tcp://gpu-box:2376", DOCKER_DATA_DIR: "/srv/darkroom" }],
    [true, { DOCKER_HOST: "tcp://gpu-box:2376", DOCKER_SHARED_DISK: "true" }],
    [false, { DOCKER_SHARED_DISK: "false" }],
  ];
  for (const [sees, env] of cases) {
    it(`is ${sees} with ${JSON.stringify(env)}`, () => {
      expect(seesDataFolder(parseConfig(env))).to.equal(sees);
    });
  }
});
