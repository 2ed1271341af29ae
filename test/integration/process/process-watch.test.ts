import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import { describe, it } from "mocha";
import { LocalProcessWatch } from "../../../src/integrations/process/process-watch.js";

describe("processes as others see them", function () {
  before(function () {
    // Elsewhere nothing is known of any process, and that is all there is to say.
    if (process.platform !== "linux") this.skip();
  });
  const watch = new LocalProcessWatch();

  it("sees that this one runs, also by a mark that went through a database", async () => {
    const mark = JSON.parse(JSON.stringify(await watch.mark())) as unknown;
    expect(await watch.stateOf(mark)).to.equal("running");
  });

  it("sees that one has ended, and is not deceived by another of the same number", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    const pid = child.pid!;
    await once(child, "exit");
    const mark = (await watch.mark()) as { startTime: string };
    expect(await watch.stateOf({ ...mark, pid })).to.equal("ended");
    expect(await watch.stateOf({ ...mark, startTime: "1" })).to.equal("ended");
  });

  it("knows nothing of other boots, other containers, and what is no mark", async () => {
    const mark = (await watch.mark()) as object;
    for (const foreign of [{ ...mark, bootId: "x" }, { ...mark, space: "pid:[1]" }, {}, null, "x", 7]) {
      expect(await watch.stateOf(foreign)).to.equal("unknown");
    }
  });
});
