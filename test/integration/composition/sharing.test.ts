import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { requireSharedFiles } from "../../../src/composition/shared-files.js";
import { takeIdentity, workerIdentity } from "../../../src/composition/worker-identity.js";
import { parseConfig } from "../../../src/config.js";
import type { ProcessState } from "../../../src/core/ports/process-watch.js";
import type { Stores } from "../../../src/core/ports/stores.js";
import { openSqlite } from "../../../src/integrations/sqlite/open.js";
import { SortableIds } from "../../../src/integrations/system/sortable-ids.js";
import { SystemClock } from "../../../src/integrations/system/system-clock.js";

const ids = new SortableIds(new SystemClock());

describe("what processes on one database may share", () => {
  let folder: string;
  let stores: Stores;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-sharing-"));
    stores = await openSqlite(join(folder, "darkroom.sqlite"));
  });
  afterEach(async () => {
    await stores.close();
    await rm(folder, { recursive: true });
  });

  async function refusal(work: Promise<unknown>): Promise<string> {
    return work.then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  describe("files", () => {
    async function files(host: string, env: Record<string, string> = {}): Promise<string> {
      const config = parseConfig({
        DATA_DIR: join(folder, host),
        MONGODB_URI: "mongodb://localhost/x",
        ...env,
      });
      return refusal(requireSharedFiles(config, stores.keyValues, ids));
    }

    it("are the bot's: a worker waits for it, and must have the same folder or S3", async () => {
      expect(await files("far", { ROLE: "worker" })).to.contain("start it first");
      expect(await files("near", { ROLE: "bot" })).to.equal("");
      expect(await files("near", { ROLE: "worker" }), "the same folder").to.equal("");
      expect(await files("near", { ROLE: "all" }), "after a restart").to.equal("");
      expect(await files("far", { ROLE: "worker" })).to.contain("S3_ENDPOINT");
      expect(await files("far", { ROLE: "all" })).to.contain("S3_ENDPOINT");
      const s3 = { S3_ENDPOINT: "http://s3", S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" };
      expect(await files("far", { ROLE: "worker", ...s3 })).to.equal("");
    });

    it("are beside SQLite, which nobody reaches from elsewhere", async () => {
      expect(await files("far", { ROLE: "worker", MONGODB_URI: "" })).to.equal("");
    });
  });

  describe("a worker's name", () => {
    let states: Map<string, ProcessState>;

    beforeEach(() => {
      states = new Map();
    });

    function watch(process: string) {
      return {
        mark: () => Promise.resolve({ process }),
        stateOf: (mark: unknown) =>
          Promise.resolve(states.get((mark as { process: string }).process) ?? "unknown"),
      };
    }

    it("stays the same over restarts, and has a folder of its own", async () => {
      const unnamed = await workerIdentity(folder, undefined, ids);
      const named = await workerIdentity(folder, "left", ids);
      expect(unnamed.folder).to.equal(folder);
      expect(named.folder).to.equal(join(folder, "workers", "left"));
      expect(named.id)
        .to.match(/^left-/)
        .and.not.to.equal(unnamed.id);
      expect(await workerIdentity(folder, undefined, ids)).to.deep.equal(unnamed);
      expect(await workerIdentity(folder, "left", ids)).to.deep.equal(named);
    });

    it("is one process's at a time, as far as that can be seen", async () => {
      const identity = await workerIdentity(folder, undefined, ids);
      const take = (process: string): Promise<() => Promise<void>> =>
        takeIdentity(identity, stores.keyValues, watch(process));
      const letGo = await take("a");
      states.set("a", "running");
      expect(await refusal(take("b")))
        .to.contain("WORKER_NAME")
        .and.to.contain(folder);
      await letGo();
      await take("b");
      states.set("b", "ended");
      await take("c");
      // On another host, or in a container that was made anew: nobody can say.
      await take("d");
      await take("d");
    });
  });
});
