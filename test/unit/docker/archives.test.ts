import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { pack, type Headers } from "tar-stream";
import { archiveOf, entriesOf } from "../../../src/integrations/docker/folder-archive.js";
import { unpackArchive } from "../../../src/integrations/docker/unpack-archive.js";

describe("archives of a job's folder", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "darkroom-archive-"));
    await mkdir(join(root, "from", "deep", "er"), { recursive: true });
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  const unpack = (archive: Readable): Promise<Set<string>> =>
    unpackArchive(archive, join(root, "to"), join(root, "scratch"));

  function archiveWith(...entries: [Headers, string?][]): Readable {
    const archive = pack();
    for (const [header, content] of entries) archive.entry(header, content);
    archive.finalize();
    return archive;
  }

  it("come out as they went in: empty, large and deep files, names of any script", async () => {
    const files = { "a.txt": "x", empty: "", "deep/er/größe 😀.bin": "z".repeat(3_000_001) };
    for (const [path, text] of Object.entries(files)) await writeFile(join(root, "from", path), text);
    const unpacked = await unpack(archiveOf(entriesOf(join(root, "from"), "job", 10001), () => undefined));
    expect([...unpacked]).to.include.members([
      "job",
      "job/deep/er",
      ...Object.keys(files).map((f) => `job/${f}`),
    ]);
    for (const [path, text] of Object.entries(files)) {
      expect(await readFile(join(root, "to", "job", path), "utf8")).to.equal(text);
    }
    expect(await readdir(join(root, "scratch"))).to.deep.equal([]);
  });

  it("fail where a file goes while it is read", async () => {
    await writeFile(join(root, "from", "a"), "x");
    async function* entries(): AsyncGenerator<{ name: string; source: string; owner: number; mode: number }> {
      await Promise.resolve();
      yield { name: "a", source: join(root, "from", "gone"), owner: 0, mode: 0o644 };
    }
    const error = await unpack(archiveOf(entries(), () => undefined)).catch((reason: unknown) =>
      String(reason),
    );
    expect(error).to.include("ENOENT");
  });

  for (const name of ["../x", "a/../../x", "/etc/x"]) {
    it(`are refused where a name leads out: ${name}`, async () => {
      const error = await unpack(archiveWith([{ name }, "bad"])).catch((reason: unknown) => String(reason));
      expect(error).to.include("leads out");
      expect(await readdir(root)).to.not.include("x");
    });
  }

  it("leave out links, through which later files could be written elsewhere", async () => {
    const archive = archiveWith(
      [{ name: "link", type: "symlink", linkname: "/etc" }],
      [{ name: "hard", type: "link", linkname: "../from" }],
      [{ name: "after" }, "fine"],
    );
    expect([...(await unpack(archive))]).to.deep.equal(["after"]);
    expect(await readdir(join(root, "to"))).to.deep.equal(["after"]);
  });

  it("that end too early are told from whole ones", async () => {
    const bytes = await buffer(archiveWith([{ name: "first" }, "y".repeat(500_000)]));
    const error = await unpack(Readable.from([bytes.subarray(0, 100_000)])).catch((reason: unknown) =>
      String(reason),
    );
    expect(error).to.match(/end of data|aborted/i);
    expect(await readdir(join(root, "to"))).to.deep.equal([]);
  });

  it("that break off leave no half file under its name", async () => {
    const whole = archiveWith([{ name: "first" }, "one"], [{ name: "second" }, "y".repeat(500_000)]);
    const bytes = await buffer(whole);
    async function* cut(): AsyncGenerator<Buffer> {
      await Promise.resolve();
      yield bytes.subarray(0, 100_000);
      throw new Error("the connection broke");
    }
    const error = await unpack(Readable.from(cut())).catch((reason: unknown) => String(reason));
    expect(error).to.include("broke");
    expect(await readdir(join(root, "to"))).to.deep.equal(["first"]);
    expect(await readdir(join(root, "scratch"))).to.deep.equal([]);
  });
});
