import { expect } from "chai";
import { describe, it } from "mocha";
import { enginePath } from "../../../src/integrations/docker/engine-path.js";

const mappings = [
  { here: "/data", onEngine: "/srv/data" },
  { here: "/data/models", onEngine: "/mnt/models" },
];

describe("enginePath", () => {
  const cases = {
    "/data/jobs/1": "/srv/data/jobs/1",
    "/data": "/srv/data",
    "/data/models/flux": "/mnt/models/flux",
    "/database": "/database",
    "/elsewhere/x": "/elsewhere/x",
    "/data/..x": "/srv/data/..x",
  };
  for (const [here, there] of Object.entries(cases)) {
    it(`has ${here} at ${there}`, () => {
      expect(enginePath(here, mappings)).to.equal(there);
    });
  }
});
