import { expect } from "chai";
import { describe, it } from "mocha";
import { isFit } from "../../../../src/integrations/process/environment/interpreter.js";

describe("isFit", () => {
  const fit = (version: string, implementation = "cpython", bits = 64): boolean =>
    isFit({ version, implementation, bits }, 14);

  it("takes the Pythons that the locked packages have wheels for", () => {
    expect(["3.9.18", "3.10.0", "3.14.2", "3.15.0", "2.7.18"].map((version) => fit(version))).to.deep.equal([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it("refuses other implementations and 32 bits", () => {
    expect(fit("3.12.1", "pypy")).to.equal(false);
    expect(fit("3.12.1", "cpython", 32)).to.equal(false);
  });
});
