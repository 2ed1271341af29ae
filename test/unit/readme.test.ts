import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { configSchema } from "../../src/config.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

describe("README", () => {
  it("has a row for each variable, in the schema's order, with its description", () => {
    const rows = [...readme.matchAll(/^\| `([A-Z0-9_]+)` \| .*? \| (.*) \|$/gm)].map(([, name, text]) => [
      name,
      text,
    ]);
    const wanted = Object.entries(configSchema.shape).map(([name, field]) => [name, field.description]);
    expect(rows).to.deep.equal(wanted);
  });

  it("links only to what is there", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
    expect(links).to.not.be.empty;
    for (const path of links)
      expect(() => readFileSync(new URL(`../../${path}`, import.meta.url)), path).to.not.throw(/ENOENT/);
  });
});
