import { expect } from "chai";
import { describe, it } from "mocha";
import { parseExit } from "../../../src/integrations/process/job-folder.js";

describe("parseExit", () => {
  it("gives an exit code as it is", () => {
    expect(parseExit("75 0 0\n", false)).to.deep.equal({ code: 75 });
  });

  it("names the signal behind a status over 128", () => {
    expect(parseExit("139 0 0\n", false)).to.deep.equal({ signal: "SIGSEGV" });
  });

  it("takes SIGKILL for a lack of memory when the kernel has killed for it meanwhile", () => {
    expect(parseExit("137 3 4\n", false)).to.deep.equal({ signal: "SIGKILL", outOfMemory: true });
    expect(parseExit("137 3 3\n", false)).to.deep.equal({ signal: "SIGKILL" });
  });

  it("does not when it was the runtime that killed", () => {
    expect(parseExit("137 3 4\n", true)).to.deep.equal({ signal: "SIGKILL" });
  });
});
