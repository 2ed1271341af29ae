import { readFile, writeFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { z } from "zod";
import { configSchema, parseConfig } from "../../src/config.js";
import { envExample } from "../support/env-example.js";

const FILE = new URL("../../.env.example", import.meta.url);

describe(".env.example", () => {
  before(async () => {
    if (process.env["WRITE_ENV_EXAMPLE"] === "1") await writeFile(FILE, envExample(configSchema));
  });

  it("says what src/config.ts says, to the letter", async () => {
    expect(await readFile(FILE, "utf8")).to.equal(envExample(configSchema));
  });

  it("names every variable once, in the schema's order", async () => {
    const text = await readFile(FILE, "utf8");
    const names = Array.from(text.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm), ([, name]) => name);
    expect(names).to.deep.equal(Object.keys(configSchema.shape));
  });

  it("sets nothing but the defaults", async () => {
    const given = parseEnv(await readFile(FILE, "utf8"));
    expect(parseConfig(given)).to.deep.equal(parseConfig({}));
    expect(given).to.include({ PORT: "3001", DATA_DIR: "./data" }).and.not.to.have.property("BOT_TOKEN");
  });
});

describe("what documents a configuration", () => {
  it("shows descriptions, choices and defaults, also through a transformation", () => {
    const schema = z.object({
      MODE: z.enum(["a", "b"]).default("b").describe("How."),
      LIST: z
        .string()
        .default("1,2")
        .transform((value) => value.split(","))
        .describe("Some."),
      EMPTY: z.string().default("").describe("Nothing."),
      KEY: z.string().optional().describe("A key."),
    });
    expect(envExample(schema).split("\n\n").slice(1)).to.deep.equal([
      "# How. One of: a, b.\nMODE=b",
      "# Some.\nLIST=1,2",
      "# Nothing.\n# EMPTY=",
      "# A key.\n# KEY=\n",
    ]);
  });

  it("refuses a variable without a description", () => {
    expect(() => envExample(z.object({ KEY: z.string() }))).to.throw(TypeError, /KEY/);
  });
});
