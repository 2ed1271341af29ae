import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { MaskContainer } from "../../src/integrations/docker/mask-container.js";
import { MaskProcess } from "../../src/integrations/process/mask-process.js";
import { buildImage, testEngine } from "../support/docker-runtime-fixture.js";
import { processesWith } from "../support/processes.js";
import { requireService } from "../support/services.js";
import { shouldBehaveLikeMaskMaker, type MaskMakerUnderTest } from "./mask-maker.js";

const FAKE = fileURLToPath(new URL("../support/fake-masks.py", import.meta.url));
const IMAGE = "darkroom-fake-masks";
const WORKER = `masks-${process.pid}`;

async function inProcess(): Promise<MaskMakerUnderTest> {
  const root = await mkdtemp(join(tmpdir(), "darkroom-masks-"));
  const trainerFolder = join(root, "trainer");
  await mkdir(join(trainerFolder, "lora_trainer"), { recursive: true });
  await copyFile(FAKE, join(trainerFolder, "lora_trainer", "__main__.py"));
  const python = process.env["TEST_PYTHON"] ?? "python3";
  return {
    root,
    maker: new MaskProcess({ trainerFolder, ensurePython: () => Promise.resolve(python) }),
    without: () =>
      new MaskProcess({ trainerFolder, ensurePython: () => Promise.reject(new Error("no Python 3.12")) }),
    leftOf: async ({ folder }) => (await processesWith(folder)).map(({ pid }) => `process ${pid}`),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

async function inContainers(host: string): Promise<MaskMakerUnderTest> {
  const root = await mkdtemp(join(tmpdir(), "darkroom-masks-"));
  return {
    root,
    maker: new MaskContainer({ host, image: IMAGE, workerId: WORKER }),
    without: () => new MaskContainer({ host, image: "localhost:1/no-such-image", workerId: WORKER }),
    leftOf: async ({ jobId }) => {
      const containers = await testEngine(host).listContainers({ all: true });
      return containers.flatMap(({ Names }) => Names).filter((name) => name.includes(jobId));
    },
    close: () => rm(root, { recursive: true, force: true }),
  };
}

describe("MaskProcess", () => {
  shouldBehaveLikeMaskMaker(inProcess);
});

describe("MaskContainer", function () {
  this.timeout(60_000);
  let host: string;

  before(async function () {
    this.timeout(300_000);
    host = requireService(this, "DOCKER_TEST_HOST");
    await buildImage(host, IMAGE, "fake-masks");
  });

  shouldBehaveLikeMaskMaker(() => inContainers(host));

  it("removes what an earlier life of its worker left, and no other worker's", async () => {
    const engine = testEngine(host);
    const made = [];
    for (const worker of [WORKER, `${WORKER}-other`]) {
      const Labels = { "org.darkroom.masks": worker };
      made.push(await engine.createContainer({ Image: IMAGE, Labels }));
    }
    await new MaskContainer({ host, image: IMAGE, workerId: WORKER }).prepare(() => undefined);
    const there = (await engine.listContainers({ all: true })).map(({ Id }) => Id);
    expect(made.map(({ id }) => there.includes(id))).to.deep.equal([false, true]);
    await made[1]!.remove();
  });
});
