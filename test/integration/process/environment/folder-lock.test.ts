import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { TrainerEnvironmentError } from "../../../../src/integrations/process/environment/environment-error.js";
import { withLock } from "../../../../src/integrations/process/environment/folder-lock.js";
import { ownIdentity } from "../../../../src/integrations/process/process-identity.js";

describe("withLock", () => {
  let folder: string;
  let lock: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-lock-"));
    lock = join(folder, "x.lock");
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("lets one in at a time, and leaves nothing", async () => {
    let inside = 0;
    let most = 0;
    const waited: number[] = [];
    const options = { patienceMs: 20_000, onWait: (holder: number) => waited.push(holder) };
    const act = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await delay(5);
      inside--;
    };
    await Promise.all(Array.from({ length: 6 }, () => withLock(lock, act, options)));
    expect(most).to.equal(1);
    expect(waited).to.include(process.pid);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("takes over from a holder that died, one of many at once", async () => {
    const dead = { ...(await ownIdentity()), startTime: "1", claim: `${lock}.dead` };
    await writeFile(lock, JSON.stringify(dead));
    let inside = 0;
    let most = 0;
    const act = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await delay(5);
      inside--;
    };
    const options = { patienceMs: 20_000, onWait: () => undefined };
    await Promise.all(Array.from({ length: 6 }, () => withLock(lock, act, options)));
    expect(most).to.equal(1);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it("is given back when the act fails", async () => {
    const options = { patienceMs: 0, onWait: () => undefined };
    const failure = new Error("no");
    const error = await withLock(lock, () => Promise.reject(failure), options).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.equal(failure);
    expect(await withLock(lock, () => Promise.resolve("in"), options)).to.equal("in");
  });

  it("gives up in the end on a holder that lives", async () => {
    const holder = { ...(await ownIdentity()), claim: `${lock}.other` };
    await writeFile(lock, JSON.stringify(holder));
    const options = { patienceMs: 0, onWait: () => undefined };
    const error = await withLock(lock, () => Promise.resolve(), options).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(TrainerEnvironmentError).with.property("problem", "locked");
  });
});
