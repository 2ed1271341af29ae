import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { TrainerEnvironmentError } from "../../../../src/integrations/process/environment/environment-error.js";
import { ensureMasksEnvironment } from "../../../../src/integrations/process/environment/masks-environment.js";

describe("ensureMasksEnvironment", () => {
  let root: string;
  let path: string | undefined;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "darkroom-masks-environment-"));
    await mkdir(join(root, "bin"));
    for (const name of ["masks", "uv"]) await writeFile(join(root, `${name}.txt`), name);
    path = process.env["PATH"];
    process.env["PATH"] = join(root, "bin");
  });

  afterEach(async () => {
    process.env["PATH"] = path;
    await rm(root, { recursive: true, force: true });
  });

  async function python(name: string, answer: string): Promise<string> {
    const file = join(root, "bin", name);
    await writeFile(file, `#!/bin/sh\n${answer}\n`);
    await chmod(file, 0o755);
    return file;
  }

  async function refusal(python?: string): Promise<string> {
    const made = ensureMasksEnvironment({
      python,
      requirementsFolder: root,
      cacheFolder: join(root, "cache"),
      onProgress: () => undefined,
    });
    const error: unknown = await made.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(TrainerEnvironmentError);
    return (error as TrainerEnvironmentError).message;
  }

  it("wants an older Python than the trainer, and says which and how to get it", async () => {
    const facts = { path: "p", version: "3.13.1", implementation: "cpython", bits: 64, venv: true };
    await python("python3.13", `echo '${JSON.stringify(facts)}'`);
    expect(await refusal())
      .to.include("The mask-maker needs 64-bit Python 3.10 to 3.12")
      .and.include("python3.13 is cpython 3.13.1")
      .and.include("uv python install 3.12")
      .and.include("MASKS_PYTHON");
  });

  it("takes the Python of MASKS_PYTHON only when it has MediaPipe", async () => {
    const unfit = await python("unfit", "echo \"No module named 'mediapipe'\" >&2; exit 1");
    expect(await refusal(unfit))
      .to.include("MASKS_PYTHON")
      .and.include("No module named 'mediapipe'");
  });
});
