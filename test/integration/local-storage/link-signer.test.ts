import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { isDomainError } from "../../../src/core/errors.js";
import { LinkSigner } from "../../../src/integrations/local-storage/link-signer.js";
import { ManualClock } from "../../support/manual-clock.js";

describe("LinkSigner", () => {
  const BASE = "https://bot.example/sub";
  let clock: ManualClock;
  let signer: LinkSigner;

  beforeEach(() => {
    clock = new ManualClock();
    signer = new LinkSigner(BASE, randomBytes(32), clock);
  });

  /** A link as the HTTP side sees it: what follows the base URL, and the query. */
  function parts(link: string): { path: string; query: Record<string, string> } {
    const url = new URL(link);
    return { path: url.pathname.replace("/sub", ""), query: Object.fromEntries(url.searchParams) };
  }
  const sign = (fileName = "Mia.safetensors") =>
    signer.sign("models", "t1/m.safetensors", { fileName, expiresInSeconds: 60 });
  const codeOf = (path: string, query: Record<string, string>) => {
    try {
      signer.verify(path, query);
      return "valid";
    } catch (error) {
      return isDomainError(error) ? error.code : error;
    }
  };

  it("reads its own links, whatever the name", () => {
    for (const fileName of ["Mia.safetensors", "ключ & замок?.zip", 'a"b', "100% #1+2", "lone \ud800"]) {
      const { path, query } = parts(sign(fileName));
      expect(signer.verify(path, query)).to.deep.equal({
        bucket: "models",
        key: "t1/m.safetensors",
        fileName: fileName.replace("\ud800", "\ufffd"),
      });
    }
    expect(sign()).to.match(/^https:\/\/bot\.example\/sub\/files\/models\/t1\/m\.safetensors\?/);
  });

  it("refuses every link in which one character was changed", () => {
    const link = sign();
    const from = link.indexOf("/files/");
    for (let at = from; at < link.length; at++) {
      const changed = link.slice(0, at) + (link[at] === "a" ? "b" : "a") + link.slice(at + 1);
      const { path, query } = parts(changed);
      // The last character of base64url holds bits that mean nothing.
      if (at === link.length - 1) continue;
      expect(codeOf(path, query), changed).to.equal("link-invalid");
    }
  });

  it("refuses links with parts missing, shifted or of another secret", () => {
    const { path, query } = parts(sign());
    for (const name of ["name", "expires", "signature"]) {
      const rest = Object.fromEntries(Object.entries(query).filter(([key]) => key !== name));
      expect(codeOf(path, rest)).to.equal("link-invalid");
    }
    expect(codeOf(path, { ...query, signature: "" })).to.equal("link-invalid");
    expect(codeOf("/files/models/t1", { ...query, name: "m.safetensors/Mia.safetensors" })).to.equal(
      "link-invalid",
    );
    const other = new LinkSigner(BASE, randomBytes(32), clock);
    expect(() => other.verify(path, query))
      .to.throw()
      .with.property("code", "link-invalid");
  });

  it("ends a link when its time is over, and not before", () => {
    const { path, query } = parts(sign());
    clock.time += 59_999;
    expect(codeOf(path, query)).to.equal("valid");
    clock.time += 1;
    expect(codeOf(path, query)).to.equal("link-expired");
    const later = String(Number(query["expires"]) + 3600);
    expect(codeOf(path, { ...query, expires: later })).to.equal("link-invalid");
  });

  it("refuses a secret that is too short", () => {
    expect(() => new LinkSigner(BASE, Buffer.from("short"), clock)).to.throw(TypeError, "32 bytes");
  });
});
