import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { Workspace } from "../../../src/core/ports/workspace.js";
import { LocalWorkspaces } from "../../../src/integrations/local-storage/local-workspaces.js";
import { bytesOf, chunksOf } from "../../support/byte-streams.js";
import { expectDomainError } from "../../support/expect-domain-error.js";

describe("LocalWorkspaces", () => {
  let folder: string;
  let workspaces: LocalWorkspaces;
  let workspace: Workspace;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-jobs-"));
    workspaces = new LocalWorkspaces(join(folder, "jobs"));
    workspace = await workspaces.open("job1");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("makes, lists and removes job folders", async () => {
    await workspaces.open("job2");
    await workspaces.open("job2");
    await writeFile(join(folder, "jobs", "stray.txt"), "");
    expect(await workspaces.list()).to.deep.equal(["job1", "job2"]);
    await workspace.remove();
    await workspace.remove();
    expect(await workspaces.list()).to.deep.equal(["job2"]);
    expect(await new LocalWorkspaces(join(folder, "none")).list()).to.deep.equal([]);
  });

  it("writes and reads texts and bytes, in folders that it makes", async () => {
    await workspace.writeText("job.json", '{"name":"Миа"}');
    await workspace.writeBytes("dataset/0001.jpg", chunksOf(Buffer.alloc(100_000, 7)));
    expect(await readFile(join(workspace.folder, "job.json"), "utf8")).to.equal('{"name":"Миа"}');
    expect(
      (await bytesOf(await workspace.read("dataset/0001.jpg"))).equals(Buffer.alloc(100_000, 7)),
    ).to.equal(true);
    expect(await workspace.exists("dataset/0001.jpg")).to.equal(true);
    expect(await workspace.exists("dataset/0002.jpg")).to.equal(false);
    await expectDomainError(workspace.read("dataset/0002.jpg"), "not-found");
    await expectDomainError(workspace.read("dataset"), "not-found");
    await expectDomainError(workspace.read("job.json/x"), "not-found");
  });

  it("writes whole files or none", async () => {
    const broken = async function* () {
      yield await Promise.resolve(Buffer.from("half"));
      throw new Error("gone");
    };
    await workspace.writeText("a.txt", "old");
    const error: unknown = await workspace.writeBytes("a.txt", broken()).catch((e: unknown) => e);
    expect(error).to.have.property("message", "gone");
    expect(await readdir(workspace.folder)).to.deep.equal(["a.txt"]);
    expect(String(await bytesOf(await workspace.read("a.txt")))).to.equal("old");
  });

  it("refuses paths and ids that leave the folder", async () => {
    for (const path of ["", "..", "../x", "a/../../x", "/etc/passwd", "a//b", ".", "a/.", "a\0b"]) {
      for (const attempt of [
        () => workspace.writeText(path, ""),
        () => workspace.read(path),
        () => workspace.exists(path),
      ]) {
        const error: unknown = await Promise.resolve()
          .then<unknown>(attempt)
          .catch((e: unknown) => e);
        expect(error, path).to.be.instanceOf(TypeError);
      }
    }
    for (const id of ["", "..", "a/b", ".hidden", "a b"]) {
      const error: unknown = await workspaces.open(id).catch((e: unknown) => e);
      expect(error, id).to.be.instanceOf(TypeError);
    }
  });

  describe("what a hostile trainer leaves", () => {
    beforeEach(async () => {
      await mkdir(join(folder, "outside"));
      await writeFile(join(folder, "outside", "secret.txt"), "secret");
      await mkdir(join(workspace.folder, "output"));
    });

    it("reads no file through a link to the outside", async () => {
      await symlink(join(folder, "outside", "secret.txt"), join(workspace.folder, "output", "model"));
      await symlink(join(folder, "outside"), join(workspace.folder, "escape"));
      await symlink("../../outside/secret.txt", join(workspace.folder, "relative"));
      for (const path of ["output/model", "escape/secret.txt", "relative"]) {
        expect(await workspace.exists(path), path).to.equal(false);
        await expectDomainError(workspace.read(path), "not-found");
      }
    });

    it("writes no file through a link to the outside", async () => {
      await symlink(join(folder, "outside"), join(workspace.folder, "escape"));
      await symlink(join(folder, "outside", "secret.txt"), join(workspace.folder, "job.json"));
      await expectDomainError(workspace.writeText("escape/new.txt", "x"), "storage-failed");
      await expectDomainError(workspace.writeText("escape/deep/new.txt", "x"), "storage-failed");
      await workspace.writeText("job.json", "mine");
      expect(await readdir(join(folder, "outside"))).to.deep.equal(["secret.txt"]);
      expect(await readFile(join(folder, "outside", "secret.txt"), "utf8")).to.equal("secret");
      expect(String(await bytesOf(await workspace.read("job.json")))).to.equal("mine");
    });

    it("follows a link within the folder", async () => {
      await workspace.writeText("output/step-10", "model");
      await symlink("step-10", join(workspace.folder, "output", "latest"));
      expect(String(await bytesOf(await workspace.read("output/latest")))).to.equal("model");
    });

    it("neither hangs at a pipe nor runs in a circle", async () => {
      await promisify(execFile)("mkfifo", [join(workspace.folder, "output", "pipe")]);
      await symlink("circle", join(workspace.folder, "output", "circle"));
      await expectDomainError(workspace.read("output/pipe"), "not-found");
      await expectDomainError(workspace.read("output/circle"), "not-found");
    });

    it("removes links, not what they lead to", async () => {
      await symlink(join(folder, "outside"), join(workspace.folder, "escape"));
      await workspace.remove();
      expect(await readdir(join(folder, "outside"))).to.deep.equal(["secret.txt"]);
    });
  });
});
