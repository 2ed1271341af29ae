import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";

const CORE = fileURLToPath(new URL("../../../src/core/", import.meta.url));

/** As mocha loads the tests, so that no module is there twice. */
const load = createRequire(import.meta.url);

/** What keeps a process alive, but for the loader's own reading of files. */
function lasting(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => !/^(Immediate|FSReq)/.test(kind));
}

describe("the modules of the core", () => {
  it("load in any order and do nothing by that: no timer, no process, no connection", async () => {
    const entries = await readdir(CORE, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.name.endsWith(".ts"))
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).to.be.greaterThan(40);
    const before = lasting();
    for (const file of files.sort().reverse()) {
      const module: unknown = load(file);
      expect(module, relative(CORE, file)).not.to.have.property("default");
    }
    const after = lasting();
    expect(after).to.deep.equal(before);
  });
});
