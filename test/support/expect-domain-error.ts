import { expect } from "chai";
import { DomainError, type ErrorCode } from "../../src/core/errors.js";

/** Expects a promise to be rejected with a DomainError of this code, and gives the error. */
export async function expectDomainError(promise: Promise<unknown>, code: ErrorCode): Promise<DomainError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  expect(outcome, "the promise was not rejected").to.have.property("error");
  const error = "error" in outcome ? outcome.error : undefined;
  expect(error).to.be.instanceOf(DomainError);
  expect((error as DomainError).code).to.equal(code);
  return error as DomainError;
}
