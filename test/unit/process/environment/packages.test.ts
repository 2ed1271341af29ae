import { expect } from "chai";
import { describe, it } from "mocha";
import { installError } from "../../../../src/integrations/process/environment/packages.js";

function problemOf(stderr: string): string {
  return installError("install", { code: 1, stdout: "", stderr }).problem;
}

describe("installError", () => {
  it("tells no network, a full disk and everything else apart by what uv and pip print", () => {
    const dns = "error: Failed to fetch\n  Caused by: dns error: failed to lookup address information";
    expect(problemOf(dns)).to.equal("network");
    expect(problemOf("NewConnectionError('Failed to establish a new connection')")).to.equal("network");
    expect(problemOf("error: failed to copy: No space left on device (os error 28)")).to.equal("disk-space");
    expect(problemOf("error: Hash mismatch for `torch==2.14.1`")).to.equal("install-failed");
  });

  it("keeps what the tool said", () => {
    const error = installError("install uv", { code: 2, stdout: "", stderr: "Hash mismatch" });
    expect(error.message).to.include("install uv").and.include("Hash mismatch");
  });
});
