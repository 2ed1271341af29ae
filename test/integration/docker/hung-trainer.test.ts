import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { pack } from "tar-stream";
import { FAKE_TRAINER_IMAGE } from "../../support/docker-runtime-fixture.js";
import { useDockerHouse } from "../../support/docker-house.js";

const never = new AbortController().signal;
const IMAGE = `${FAKE_TRAINER_IMAGE}-checked`;
/** The fake trainer is well as long as it has not written this file. */
const DOCKERFILE = `FROM ${FAKE_TRAINER_IMAGE}
HEALTHCHECK --interval=1s --timeout=5s --retries=2 CMD test ! -e /job/output/hung
`;

describe("a trainer that hangs", function () {
  this.timeout(60_000);
  const house = useDockerHouse(() => ({ image: IMAGE, healthIntervalMs: 250 }));

  before(async () => {
    const archive = pack();
    archive.entry({ name: "Dockerfile" }, DOCKERFILE);
    archive.finalize();
    const stream = await house.engine.buildImage(Readable.from(archive), { t: IMAGE });
    for await (const line of createInterface({ input: stream })) {
      const { error } = JSON.parse(line) as { error?: string };
      if (error !== undefined) throw new Error(error);
    }
  });

  it("is stopped, and its end says why, also to one who comes later", async () => {
    const spec = await house.job([{ sleep: 1 }, { write: "/job/output/hung" }, { sleep: 600 }]);
    const job = await house.runtime().start(spec);
    expect(await job.wait(never)).to.deep.equal({ code: 75, hung: true });
    const later = await house.runtime().find(spec.jobId);
    expect(await later!.wait(never)).to.deep.equal({ code: 75, hung: true });
  });

  it("is stopped too when it hung while no program was there", async () => {
    const spec = await house.job([{ write: "/job/output/hung" }, { sleep: 600 }]);
    await house.runtime({ healthIntervalMs: 3_600_000 }).start(spec);
    const job = await house.runtime().find(spec.jobId);
    expect(await job!.wait(never)).to.deep.equal({ code: 75, hung: true });
  });

  it("is not one that works, nor one that ended by itself or was stopped by somebody", async () => {
    const job = await house.runtime().start(await house.job([{ sleep: 4 }, { exit: 70 }]));
    expect(await job.wait(never)).to.deep.equal({ code: 70 });
    const stopped = await house.runtime().start(await house.job([{ print: "up" }, { sleep: 600 }]));
    for await (const line of stopped.output(never)) if (line === "up") break;
    await stopped.stop(20);
    expect(await stopped.wait(never)).to.deep.equal({ code: 75 });
  });
});
