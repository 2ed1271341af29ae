import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type Docker from "dockerode";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { readSafetensors } from "../../../src/core/models/safetensors.js";
import { checkLora } from "../../../src/core/models/validator.js";
import { CPU_SLOT, TEST_WORKER } from "../../support/fake-job.js";
import { dockerRuntimeAt, testEngine } from "../../support/docker-runtime-fixture.js";
import { requireService } from "../../support/services.js";
import { drawPhotos } from "../../demo/photos.js";

const TRAINER = fileURLToPath(new URL("../../../docker/trainer", import.meta.url));
const IMAGE = "darkroom-trainer:test";
const BUILD_MS = 15 * 60_000;

const run = promisify(execFile);

/** The image as docker/trainer/Dockerfile makes it, from the smaller lock. */
describe("the trainer's image", function () {
  this.timeout(180_000);
  let host: string;
  let root: string;
  let engine: Docker;

  before(async function () {
    this.timeout(BUILD_MS);
    host = requireService(this, "DOCKER_TEST_HOST");
    engine = testEngine(host);
    root = await mkdtemp(join(tmpdir(), "darkroom-image-"));
    const options = [
      "--build-arg",
      "BASE=darkroom-test-base",
      "--build-arg",
      "LOCK=cpu",
      "--build-arg",
      "FAMILY=wan",
    ];
    await run("docker", ["--host", host, "build", "--network", "host", "--tag", IMAGE, ...options, TRAINER], {
      env: { ...process.env, DOCKER_BUILDKIT: "0" },
      maxBuffer: 64 * 1024 * 1024,
    });
  });

  after(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it("says what it is, runs as nobody special, and has its code as the last and smallest layer", async () => {
    const { Config } = await engine.getImage(IMAGE).inspect();
    expect(Config.Labels).to.include({ "darkroom.trainer.contract": "1", "darkroom.trainer.family": "wan" });
    expect(Config.Labels["org.opencontainers.image.version"]).to.equal(await codeVersion());
    expect(Config.User).to.equal("10001");
    expect(Config).to.have.nested.property("Healthcheck.Test");
    const layers = (await engine.getImage(IMAGE).history()) as { CreatedBy: string; Size: number }[];
    expect(layers[0]?.CreatedBy).to.include("/opt/code/lora_trainer");
    expect(layers[0]?.Size).to.be.lessThan(1_000_000);
  });

  it("trains without a network, on a read-only root, and leaves a LoRA of the family", async () => {
    const folder = join(root, "jobs", "image-job");
    await layOut(folder);
    const runtime = dockerRuntimeAt(host, root, { image: IMAGE });
    const spec = {
      jobId: `image-${process.pid}`,
      trainingId: "image",
      workerId: TEST_WORKER,
      folder,
      slot: CPU_SLOT,
    };
    const job = await runtime.start({ ...spec, timeLimitSeconds: 170 });
    const lines: string[] = [];
    for await (const line of job.output(new AbortController().signal)) lines.push(line);
    const exit = await job.wait(new AbortController().signal);
    expect(exit, (await job.logTail(50)).join("\n")).to.deep.equal({ code: 0 });
    const last = JSON.parse(lines.at(-1) ?? "") as { event: string; files: { sha256: string }[] };
    expect(last.event).to.equal("done");
    const facts = await readSafetensors(createReadStream(join(folder, "output", "lora.safetensors")));
    checkLora(facts, "diffusion-model");
    expect(last.files[0]?.sha256).to.equal(facts.sha256);
    await job.remove();
  });

  async function layOut(folder: string): Promise<void> {
    await mkdir(join(folder, "dataset"), { recursive: true });
    await mkdir(join(folder, "output"));
    const photos = await drawPhotos(join(root, "photos"));
    for (const [index, photo] of photos.slice(0, 4).entries()) {
      await copyFile(photo, join(folder, "dataset", `000${index + 1}.jpg`));
      await writeFile(join(folder, "dataset", `000${index + 1}.txt`), "ohwxhouse, a toy house");
    }
    const job = {
      version: 1,
      trainingId: "image",
      family: "wan",
      baseModel: "tiny-wan",
      revision: "1",
      name: "Toy house",
      triggerWord: "ohwxhouse",
      steps: 12,
      learningRate: 0.001,
      rank: 4,
      resolution: 64,
      precision: "fp32",
    };
    await writeFile(join(folder, "job.json"), JSON.stringify(job));
  }
});

async function codeVersion(): Promise<string | undefined> {
  const text = await readFile(join(TRAINER, "lora_trainer", "__init__.py"), "utf8");
  return /__version__ = "(.+)"/.exec(text)?.[1];
}
