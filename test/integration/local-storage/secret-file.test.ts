import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { readOrMakeSecret } from "../../../src/integrations/local-storage/secret-file.js";

describe("readOrMakeSecret", () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-secret-"));
    path = join(folder, "data", "link-secret");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("makes 32 bytes that only the owner reads, and gives the same ones from then on", async () => {
    const secret = await readOrMakeSecret(path);
    expect(secret).to.have.length(32);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await readOrMakeSecret(path)).equals(secret)).to.equal(true);
    expect((await readOrMakeSecret(`${path}2`)).equals(secret)).to.equal(false);
  });

  it("gives one secret to all who start at once", async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => readOrMakeSecret(path)));
    expect(new Set(secrets.map((secret) => secret.toString("hex"))).size).to.equal(1);
    expect(await readdir(join(folder, "data"))).to.deep.equal(["link-secret"]);
  });

  it("does not take a damaged file, and does not overwrite it either", async () => {
    await readOrMakeSecret(path);
    for (const damage of ["", "abc", "zz".repeat(32)]) {
      await writeFile(path, damage);
      const error: unknown = await readOrMakeSecret(path).catch((e: unknown) => e);
      expect(error).to.have.property("message").that.includes("64 hex digits");
    }
  });
});
