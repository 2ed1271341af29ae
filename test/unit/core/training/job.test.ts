import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import { ADA, CPU, eachTestInAHouse } from "../../../support/core-house.js";
import { once } from "../../../support/fake-images.js";
import { loraFile } from "../../../support/lora-files.js";
import type { Script } from "../../../support/scripted-runtime.js";
import { training as goesWell } from "../../../support/training-scripts.js";
import { bytesOf } from "../../../support/byte-streams.js";
import { settle } from "../../../support/turns.js";

const NEVER = new AbortController().signal;

describe("a job", () => {
  const house = eachTestInAHouse();
  /** Runs the training that waits to its end. */
  const run = async (script: Script) => {
    house().runtime.script = script;
    const queued = await house().queued();
    const settled = await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    return { settled, training: await house().stored(queued.id) };
  };
  const nothingLeft = async () => {
    expect(await house().runtime.list(), "trainers").to.deep.equal([]);
    expect(await house().workspaces.list(), "folders").to.deep.equal([]);
  };

  it("that goes well leaves a model, a message and nothing else", async () => {
    const { settled, training } = await run(goesWell());
    expect(settled).to.equal(true);
    expect(training).to.include({ status: "COMPLETED", endedAt: house().clock.now() });
    expect(training.notices.map(({ kind }) => kind)).to.deep.equal(["completed"]);
    const model = await house().stores.models.get(training.modelId!);
    const file = loraFile("kohya");
    expect(model).to.deep.include({
      trainingId: training.id,
      ownerId: ADA.userId,
      name: "Rex the dog",
      triggerWord: "r3x",
      recipeId: "tiny-sdxl",
      steps: 120,
      files: [
        {
          blobKey: `${training.id}/lora.safetensors`,
          fileName: "Rex-the-dog-tiny-sdxl.safetensors",
          bytes: file.byteLength,
          sha256: createHash("sha256").update(file).digest("hex"),
          role: "lora",
        },
      ],
    });
    const stored = await house().modelBlobs.port.get(`${training.id}/lora.safetensors`);
    expect(await bytesOf(stored)).to.deep.equal(file);
    await nothingLeft();
  });

  it("tells how it goes: the states, each step, the samples", async () => {
    await run(goesWell());
    await settle(3);
    const told = house().seen.map(({ type, training: { status, progress } }) =>
      [type, status, ...(progress === undefined ? [] : [progress.phase, progress.step])].join(" "),
    );
    expect(told).to.deep.equal([
      "queued QUEUED",
      "moved TRAINING",
      "progress TRAINING",
      "progress TRAINING load 0",
      "progress TRAINING train 1",
      "progress TRAINING train 2",
      "sample TRAINING train 2",
      "progress TRAINING export 2",
      "moved PUBLISHING export 2",
      "progress PUBLISHING export 2",
      "moved COMPLETED export 2",
      "notice COMPLETED export 2",
    ]);
  });

  it("keeps its progress every five seconds, not at every step", async () => {
    let saves = 0;
    const { training } = await run(async (trainer) => {
      house().trainings.before("save", () => {
        saves++;
      });
      for (let step = 1; step <= 20; step++) {
        house().clock.time += 1000;
        const rest = { loss: 0.5, lr: 1e-4, secondsPerStep: 1, etaSeconds: 20 - step };
        trainer.print({ event: "step", step, steps: 20, ...rest });
        await settle(2);
      }
      return goesWell()(trainer);
    });
    expect(training.progress).to.include({ phase: "export" });
    // Four times in twenty seconds, and the last steps: PUBLISHING, COMPLETED and what came after the first five.
    expect(saves).to.be.within(5, 8);
  });

  it("gives the trainer its dataset and its job as the contract says", async () => {
    let listing: Record<string, string> = {};
    const { training } = await run(async (trainer) => {
      const { folder } = trainer.spec;
      const read = async (path: string) => readFile(join(folder, path), "utf8");
      listing = {
        photo: await read("dataset/0001.jpg"),
        caption: await read("dataset/0001.txt"),
        last: await read("dataset/0003.txt"),
        job: await read("job.json"),
      };
      expect(trainer.spec).to.include({
        jobId: house().seen[0]!.training.id,
        workerId: "worker-1",
        timeLimitSeconds: 3600,
      });
      expect(trainer.spec.slot).to.deep.equal(CPU);
      return goesWell()(trainer);
    });
    expect(listing["photo"]).to.equal(`photo 1 of ${training.id}`);
    expect([listing["caption"], listing["last"]]).to.deep.equal(["r3x", "r3x"]);
    expect(JSON.parse(listing["job"]!)).to.include({
      trainingId: training.id,
      steps: 120,
      seed: training.seed,
    });
  });

  it("trains on the trigger word though a caption lost it half way", async () => {
    let caption = "";
    house().runtime.script = async (trainer) => {
      caption = await readFile(join(trainer.spec.folder, "dataset/0001.txt"), "utf8");
      return goesWell()(trainer);
    };
    const { id } = await house().queued();
    const [image] = await house().stores.datasets.list(id);
    await house().stores.datasets.setCaption(image!.id, { text: "a dog", source: "hand" });
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    expect(caption).to.equal("r3x, a dog");
  });

  it("says in the log what the trainer said and its last lines, with the training's id", async () => {
    const { training } = await run((trainer) => {
      trainer.print({ event: "error", code: "gated", message: "accept the licence at …" });
      trainer.print({ event: "warning", code: "slow", message: "the disk is slow" });
      return Promise.resolve({ code: 66 });
    });
    const logged = house().logger.entries.find(({ message }) => message === "the trainer did not finish");
    expect(logged?.fields).to.deep.include({
      training: training.id,
      said: "accept the licence at …",
      exit: { code: 66 },
      log: `Traceback\nlast words of ${training.id}`,
    });
    expect(house().logger.entries.map(({ level }) => level)).to.include("warn");
    const error = house().logger.entries.find(({ message }) => message === "training failed")?.fields[
      "error"
    ];
    expect(error).to.include({ code: "trainer-weights", message: "accept the licence at …" });
  });

  it("fails for its own reason when the log cannot be read", async () => {
    const { runtime } = house();
    const start = runtime.start.bind(runtime);
    runtime.start = async (spec) => {
      const job = await start(spec);
      job.logTail = () => Promise.reject(new Error("the log is gone"));
      return job;
    };
    const { training } = await run(() => Promise.resolve({ code: 71 }));
    expect(training.failure?.code).to.equal("trainer-memory");
  });

  it("passes over what the trainer prints that is no event", async () => {
    const { training } = await run((trainer) => {
      for (const line of [
        "Loading…",
        "{}",
        '{"event":"download","file":"a","bytes":1,"total":2}',
        "\u0000",
      ]) {
        trainer.print(line);
      }
      return goesWell()(trainer);
    });
    expect(training.status).to.equal("COMPLETED");
  });

  it("takes the files that were announced, whatever is printed afterwards", async () => {
    const { training } = await run(async (trainer) => {
      const exit = await goesWell()(trainer);
      trainer.print("bye");
      trainer.print({ event: "step", step: 2, steps: 2, loss: 0, lr: 0, secondsPerStep: 0, etaSeconds: 0 });
      trainer.print({ event: "warning", code: "late", message: "a library complains at its exit" });
      trainer.print({ event: "done", files: [] });
      return exit;
    });
    expect(training.status).to.equal("COMPLETED");
  });

  it("does not take the files of a trainer that was killed after it had announced them", async () => {
    const { training } = await run(async (trainer) => {
      if (trainer.start > 1) return { code: 0 };
      await goesWell()(trainer);
      return { signal: "SIGKILL" };
    });
    expect(training.failure?.code).to.equal("trainer-internal");
    expect(house().runtime.started).to.have.lengthOf(3);
  });

  it("fails when the runtime cannot be made ready, with what stands in the way", async () => {
    house().runtime.preparation = () => Promise.reject(new Error("no Python 3.10 or later was found"));
    const { training } = await run(goesWell());
    expect(training.failure?.code).to.equal("trainer-start");
    const error = house().logger.entries.find(({ message }) => message === "training failed")?.fields[
      "error"
    ];
    expect(error).to.include({ message: "no Python 3.10 or later was found" });
    await nothingLeft();
  });

  it("fails with the runtime's own reason", async () => {
    house().runtime.preparation = () => Promise.reject(new DomainError("disk-full"));
    expect((await run(goesWell())).training.failure?.code).to.equal("disk-full");
  });

  it("fails with internal for a mistake of the program", async () => {
    house().runtime.start = () => Promise.reject(new TypeError("a mistake"));
    expect((await run(goesWell())).training.failure?.code).to.equal("internal");
  });

  it("fails when a frozen photo, its caption or its file is gone", async () => {
    for (const harm of ["record", "file"] as const) {
      const { id } = await house().queued();
      const [image] = await house().stores.datasets.list(id);
      if (harm === "record") await house().stores.datasets.remove(image!.id);
      else await house().datasetBlobs.port.delete(image!.blobKey);
      await house()
        .runner()
        .run(await house().claim(), CPU, NEVER);
      expect((await house().stored(id)).failure?.code, harm).to.equal("trainer-bad-dataset");
    }
    expect(house().runtime.started).to.deep.equal([]);
  });

  it("leaves out a photo that came after the confirmation", async () => {
    let listed: string[] = [];
    house().runtime.script = async (trainer) => {
      listed = await readdir(join(trainer.spec.folder, "dataset"));
      return goesWell()(trainer);
    };
    const { id } = await house().queued();
    const [image] = await house().stores.datasets.list(id);
    await house().stores.datasets.add({ ...image!, id: "late", sourceId: "late", contentHash: "late" });
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    expect(listed).to.have.lengthOf(6);
  });

  it("writes over what an interrupted preparation left", async () => {
    const { id } = await house().queued();
    const workspace = await house().workspaces.open(id);
    await workspace.writeBytes("dataset/0001.jpg", once(Buffer.from("half a ph")));
    await writeFile(join(workspace.folder, "job.json"), "{");
    house().runtime.script = goesWell();
    await house()
      .runner()
      .run(await house().claim(), CPU, NEVER);
    expect((await house().stored(id)).status).to.equal("COMPLETED");
  });
});
