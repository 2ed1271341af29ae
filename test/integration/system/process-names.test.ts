import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ProcessNames } from "../../../src/integrations/system/process-names.js";

describe("ProcessNames", () => {
  const names = new ProcessNames();

  /** One of these names, as a process of this number would have made it in another life. */
  function nameOf(pid: number): string {
    return new ProcessNames().next().replace(`-${process.pid}-`, `-${pid}-`);
  }

  it("gives no name twice, and takes its own for used", () => {
    expect(names.next()).to.not.equal(names.next());
    expect(names.isAbandoned(names.next())).to.equal(false);
    expect(names.isAbandoned(`picture-${names.next()}`)).to.equal(false);
  });

  it("knows what an earlier life with its own number left", () => {
    expect(names.isAbandoned(nameOf(process.pid))).to.equal(true);
    expect(names.isAbandoned(`picture-${nameOf(process.pid)}`)).to.equal(true);
  });

  it("knows what a process left that is gone, and keeps what one has that runs", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    expect(names.isAbandoned(nameOf(pid))).to.equal(true);
    expect(names.isAbandoned(nameOf(process.ppid))).to.equal(false);
  });

  it("says nothing of another host's, nor of names of another kind", () => {
    const gone = nameOf(process.pid);
    expect(names.isAbandoned(`${gone.startsWith("0") ? "1" : "0"}${gone.slice(1)}`)).to.equal(false);
    expect(names.isAbandoned("picture-dead")).to.equal(false);
  });
});
