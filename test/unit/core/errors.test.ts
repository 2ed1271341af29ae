import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError, ERROR_CODES, isDomainError } from "../../../src/core/errors.js";

describe("a domain error", () => {
  it("says what it is, with what a text may show", () => {
    const cause = new Error("ENOSPC");
    const error = new DomainError("dataset-full", { max: 5 }, { cause, retryable: true });
    expect(error)
      .to.be.an("error")
      .that.includes({ name: "DomainError", code: "dataset-full", retryable: true, cause });
    expect(error.params).to.deep.equal({ max: 5 });
    expect(error.message).to.equal('dataset-full {"max":5}');
    expect(new DomainError("internal").retryable).to.equal(false);
    expect(new DomainError("internal", {}, { message: "for the log" }).message).to.equal("for the log");
  });

  it("is told from others, and by its code", () => {
    const error: unknown = new DomainError("conflict");
    expect(isDomainError(error)).to.equal(true);
    expect(isDomainError(error, "not-found", "conflict")).to.equal(true);
    expect(isDomainError(error, "not-found")).to.equal(false);
    expect(isDomainError(new Error("conflict"))).to.equal(false);
    expect(isDomainError(undefined, "conflict")).to.equal(false);
  });

  it("has codes that are locale keys, each once", () => {
    expect(new Set(ERROR_CODES).size).to.equal(ERROR_CODES.length);
    for (const code of ERROR_CODES) expect(code).to.match(/^[a-z]+(-[a-z]+)*$/);
  });
});
