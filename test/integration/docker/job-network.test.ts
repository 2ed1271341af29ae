import { once } from "node:events";
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { JobSpec, RunningJob } from "../../../src/core/ports/job-runtime.js";
import { recordOf } from "../../../src/integrations/docker/weights.js";
import { copiedJobs } from "../../support/docker-runtime-fixture.js";
import { useDockerHouse } from "../../support/docker-house.js";
import { startsOf } from "../../support/fake-job.js";

const never = new AbortController().signal;
const HUB_MODEL = { baseModel: "owner/name", revision: "abc" };

describe("a job's network", function () {
  this.timeout(60_000);
  const house = useDockerHouse();
  let server: Server;
  let port: number;
  let visits: number;

  /** Stands for the model hub; containers reach it by the address that this host has in their network. */
  beforeEach(async () => {
    visits = 0;
    server = createServer((socket) => {
      visits++;
      socket.on("error", () => undefined);
      socket.end("weights\n");
    }).listen(0, "0.0.0.0");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    server.close();
    await once(server, "close");
  });

  async function jobWith(needs: Record<string, unknown>): Promise<JobSpec> {
    const bridge = (await house.engine.getNetwork("bridge").inspect()) as {
      IPAM: { Config: { Gateway: string }[] };
    };
    const hub = `${bridge.IPAM.Config[0]!.Gateway}:${port}`;
    const spec = await house.job([{ count: true }, { fetch: hub }, { print: "trained" }]);
    const path = join(spec.folder, "job.json");
    const document = JSON.parse(await readFile(path, "utf8")) as object;
    await writeFile(path, JSON.stringify({ ...document, ...needs }));
    return spec;
  }

  async function linesOf(job: RunningJob): Promise<string[]> {
    const all: string[] = [];
    for await (const line of job.output(never)) all.push(line);
    return all;
  }

  async function modeOf({ jobId }: JobSpec): Promise<string | undefined> {
    return (await house.engine.getContainer(`darkroom-${jobId}`).inspect()).HostConfig.NetworkMode;
  }

  async function noteThatCached(): Promise<void> {
    await mkdir(join(house.root, "models"), { recursive: true });
    await writeFile(join(house.root, "models", recordOf(HUB_MODEL.baseModel, HUB_MODEL.revision)), "{}");
  }

  it("is the engine's while weights have to be fetched", async () => {
    const spec = await jobWith(HUB_MODEL);
    const job = await house.runtime().start(spec);
    expect(await linesOf(job)).to.deep.equal(["weights", "trained"]);
    expect(await modeOf(spec)).to.equal("bridge");
  });

  it("is none for a tiny model, which is made on the spot", async () => {
    const spec = await jobWith({ baseModel: "tiny-flux", revision: "1" });
    const job = await house.runtime().start(spec);
    await job.wait(never);
    expect(await modeOf(spec)).to.equal("none");
  });

  it("is none once the weights are cached: nothing gets out", async () => {
    await noteThatCached();
    const spec = await jobWith(HUB_MODEL);
    await house.runtime().start(spec);
    const job = house.engine.getContainer(`darkroom-${spec.jobId}`);
    await job.wait();
    expect((await job.inspect()).State.ExitCode).to.equal(66);
    expect(visits).to.equal(0);
  });

  it("is given once to a job that then lacks weights all the same, without a gap in its output", async () => {
    await noteThatCached();
    const spec = await jobWith(HUB_MODEL);
    const job = await house.runtime().start(spec);
    const [lines, exit] = await Promise.all([linesOf(job), job.wait(never)]);
    expect(lines).to.deep.equal(["weights", "trained"]);
    expect(exit).to.deep.equal({ code: 0 });
    expect(await startsOf(spec)).to.equal(2);
    expect(visits).to.equal(1);
  });

  it("is given no second time: lacking weights is then the end", async () => {
    await noteThatCached();
    const spec = await jobWith(HUB_MODEL);
    server.close();
    await once(server, "close");
    const job = await house.runtime().start(spec);
    expect(await job.wait(never)).to.deep.equal({ code: 66 });
    expect(await (await house.runtime().find(spec.jobId))!.wait(never)).to.deep.equal({ code: 66 });
    expect(await startsOf(spec)).to.equal(2);
    server.listen(port, "0.0.0.0");
    await once(server, "listening");
  });

  it("is not given to a job that was stopped", async () => {
    await noteThatCached();
    const spec = await jobWith(HUB_MODEL);
    const job = await house.runtime().start(spec);
    await house.engine.getContainer(`darkroom-${spec.jobId}`).wait();
    await job.stop(5);
    expect(await job.wait(never)).to.deep.equal({ code: 66 });
    expect(await startsOf(spec)).to.equal(1);
  });

  it("is told from the cache on the engine where that is another host", async () => {
    const changes = copiedJobs(house.root);
    const revision = `r${process.pid}-${Date.now()}`;
    const first = await jobWith({ baseModel: HUB_MODEL.baseModel, revision });
    // The first job fetches, and notes as the trainer does that it has.
    const path = join(first.folder, "job.json");
    const document = JSON.parse(await readFile(path, "utf8")) as { fake: object[] };
    document.fake.push({ write: `/models/${recordOf(HUB_MODEL.baseModel, revision)}` });
    await writeFile(path, JSON.stringify(document));
    await (await house.runtime(changes).start(first)).wait(never);
    const second = await jobWith({ baseModel: HUB_MODEL.baseModel, revision });
    await (await house.runtime(changes).start(second)).wait(never);
    expect(await modeOf(first)).to.equal("bridge");
    expect(await modeOf(second)).to.equal("none");
    for (const { jobId } of [first, second]) await (await house.runtime(changes).find(jobId))!.remove();
  });
});
