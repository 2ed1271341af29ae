import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { loginFor, registryOf } from "../../../src/integrations/docker/registry-login.js";
import { expectDomainError } from "../../support/expect-domain-error.js";

describe("registryOf", () => {
  const cases = {
    "darkroom-trainer": "docker.io",
    "darkroom-trainer:flux": "docker.io",
    "me/darkroom-trainer": "docker.io",
    "docker.io/me/trainer": "docker.io",
    "index.docker.io/me/trainer": "docker.io",
    "ghcr.io/me/trainer:1": "ghcr.io",
    "localhost/trainer": "localhost",
    "box:5000/trainer": "box:5000",
  };
  for (const [image, registry] of Object.entries(cases)) {
    it(`of ${image} is ${registry}`, () => {
      expect(registryOf(image)).to.equal(registry);
    });
  }
});

describe("loginFor", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-login-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const keep = (config: unknown): Promise<void> =>
    writeFile(join(folder, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  const auth = Buffer.from("me:a:secret").toString("base64");

  it("takes the registry's own, also by an old whole address", async () => {
    await keep({ auths: { "other.io": { auth: "eA==" }, "https://ghcr.io/v2/": { auth } } });
    expect(await loginFor("ghcr.io/me/trainer", folder)).to.deep.equal({
      username: "me",
      password: "a:secret",
      serveraddress: "https://ghcr.io/v2/",
    });
    expect(await loginFor("quay.io/me/trainer", folder)).to.equal(undefined);
  });

  it("knows Docker Hub's name there", async () => {
    await keep({ auths: { "https://index.docker.io/v1/": { auth } } });
    expect(await loginFor("me/trainer", folder)).to.include({ username: "me" });
  });

  it("takes a token, or a name and a password", async () => {
    await keep({ auths: { "a.io": { identitytoken: "t" }, "b.io": { username: "u", password: "p" } } });
    expect(await loginFor("a.io/x", folder)).to.deep.equal({ identitytoken: "t", serveraddress: "a.io" });
    expect(await loginFor("b.io/x", folder)).to.deep.equal({
      username: "u",
      password: "p",
      serveraddress: "b.io",
    });
  });

  it("is none without the file, and where a key store has it", async () => {
    expect(await loginFor("a.io/x", folder)).to.equal(undefined);
    await keep({ auths: { "a.io": {} }, credsStore: "desktop" });
    expect(await loginFor("a.io/x", folder)).to.equal(undefined);
  });

  it("says that the file cannot be read", async () => {
    await keep("{");
    const error = await expectDomainError(loginFor("a.io/x", folder), "trainer-start");
    expect(error.message).to.include("config.json");
  });
});
