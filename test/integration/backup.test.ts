import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { Stores } from "../../src/core/ports/stores.js";
import { LinkSigner } from "../../src/integrations/local-storage/link-signer.js";
import { LocalBlobStore } from "../../src/integrations/local-storage/local-blob-store.js";
import { readOrMakeSecret } from "../../src/integrations/local-storage/secret-file.js";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { bytesOf } from "../support/byte-streams.js";
import { once } from "../support/fake-images.js";
import { sampleTraining } from "../support/stored-samples.js";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const GUIDE = join(PROJECT, "docs", "operations.md");

/** The commands that the guide gives under a heading. */
async function commandsOf(heading: string): Promise<string> {
  const [, section = ""] = (await readFile(GUIDE, "utf8")).split(`### ${heading}\n`);
  const [, commands] = /```sh\n(.*?)```/s.exec(section) ?? [];
  if (commands === undefined) throw new Error(`${GUIDE} has no commands under "${heading}"`);
  return commands;
}

async function follow(heading: string, variables: Record<string, string>): Promise<void> {
  const env = { PATH: process.env["PATH"] ?? "", ...variables };
  await promisify(execFile)("sh", ["-c", await commandsOf(heading)], { cwd: PROJECT, env });
}

/** A data folder with its stores open, as Darkroom has them. */
async function openHouse(folder: string) {
  const stores = await openSqlite(join(folder, "darkroom.sqlite"));
  const secret = await readOrMakeSecret(join(folder, "link-secret"));
  const signer = new LinkSigner("http://localhost", secret, { now: () => Date.UTC(2030, 0, 1) });
  const models = await LocalBlobStore.open({ folder: join(folder, "blobs"), bucket: "models", signer });
  return { stores, secret, models };
}

interface Writer {
  /** Ids of trainings whose file and record are on disk. */
  readonly written: readonly string[];
  stop(): Promise<void>;
}

/** Writes a file and then the record that names it, as a publication does, and deletes others, until it is stopped. */
function writeOn({ trainings }: Stores, models: LocalBlobStore): Writer {
  const written: string[] = [];
  const state = { over: false };
  const put = (key: string) =>
    models.put(key, once(Buffer.alloc(20_000, key)), { contentType: "application/octet-stream" });
  const run = async (): Promise<void> => {
    for (let index = 0; !state.over; index++) {
      const id = `t${String(index).padStart(6, "0")}`;
      await put(`${id}/lora.safetensors`);
      await put(`gone-${index}/lora.safetensors`);
      await trainings.insert(sampleTraining({ id, name: "Rex".repeat(200) }));
      written.push(id);
      if (index >= 50) await models.delete(`gone-${index - 50}/lora.safetensors`);
    }
  };
  const running = run();
  return {
    written,
    stop: async () => {
      state.over = true;
      await running;
    },
  };
}

describe("the guide's backup", () => {
  let root: string;
  const opened: Stores[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "darkroom-backup-"));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    await rm(root, { recursive: true, force: true });
  });
  const open = async (folder: string) => {
    const house = await openHouse(folder);
    opened.push(house.stores);
    return house;
  };

  it("taken while everything is written to, is restored with all that was there when it began", async function () {
    this.timeout(60_000);
    const [data, backup, restored] = ["data", "backup", "restored"].map((name) => join(root, name)) as [
      string,
      string,
      string,
    ];
    const before = await open(data);
    await writeFile(join(data, "worker-id"), "w-1");
    const writer = writeOn(before.stores, before.models);
    while (writer.written.length < 100) await delay(10);
    const atStart = [...writer.written];
    await follow("Back up", { DATA_DIR: data, BACKUP: backup });
    const atEnd = writer.written.length;
    await writer.stop();
    expect(atEnd, "it was written to meanwhile").to.be.greaterThan(atStart.length);

    await follow("Restore", { DATA_DIR: restored, BACKUP: backup });
    const after = await open(restored);
    expect(after.secret).to.deep.equal(before.secret);
    expect(await readFile(join(restored, "worker-id"), "utf8")).to.equal("w-1");
    const kept = await after.stores.trainings.listByOwner("telegram:1", { limit: 100_000 });
    expect(kept.map(({ id }) => id)).to.include.members(atStart);
    for (const training of kept) {
      expect(training).to.deep.equal(await before.stores.trainings.get(training.id));
      const key = `${training.id}/lora.safetensors`;
      expect(await bytesOf(await after.models.get(key)), key).to.deep.equal(Buffer.alloc(20_000, key));
    }
    const saved = await after.stores.trainings.save({ ...kept[0]!, name: "after" });
    expect(saved.name, "it can be written to").to.equal("after");
  });

  it("is for its owner's eyes alone, and overwrites no earlier one", async function () {
    this.timeout(30_000);
    const [data, backup] = [join(root, "data"), join(root, "backup")];
    await open(data);
    await writeFile(join(data, "worker-id"), "w-1");
    await follow("Back up", { DATA_DIR: data, BACKUP: backup });
    for (const name of ["", "darkroom.sqlite", "files.tar"])
      expect((await stat(join(backup, name))).mode & 0o077, name).to.equal(0);
    const again = await follow("Back up", { DATA_DIR: data, BACKUP: backup }).then(() => "done", String);
    expect(again).to.contain("already exists");
  });
});
