import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import {
  TrainerEnvironmentError,
  type EnvironmentProblem,
} from "../../../../src/integrations/process/environment/environment-error.js";
import {
  ensureTrainerEnvironment,
  type TrainerEnvironmentOptions,
} from "../../../../src/integrations/process/environment/trainer-environment.js";

const PYTHON = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).trim();
const MODULES = ["torch", "diffusers", "transformers", "peft", "accelerate", "safetensors"];

/** Programs on a PATH of their own stand in for Python and uv; nothing is downloaded. */
describe("ensureTrainerEnvironment", () => {
  let root: string;
  let path: string | undefined;
  let messages: string[];

  beforeEach(async () => {
    messages = [];
    root = await mkdtemp(join(tmpdir(), "darkroom-environment-"));
    await mkdir(join(root, "bin"));
    await mkdir(join(root, "requirements"));
    for (const name of ["cpu", "cuda", "dev", "uv"])
      await writeFile(join(root, "requirements", `${name}.txt`), name);
    path = process.env["PATH"];
    process.env["PATH"] = join(root, "bin");
  });

  afterEach(async () => {
    process.env["PATH"] = path;
    await rm(root, { recursive: true, force: true });
  });

  async function program(name: string, ...lines: string[]): Promise<string> {
    const file = join(root, "bin", name);
    await writeFile(file, ["#!/bin/sh", ...lines, ""].join("\n"));
    await chmod(file, 0o755);
    return file;
  }

  /** A Python that answers the probe like this; its environments import nothing. */
  function pythonLike(name: string, facts: object): Promise<string> {
    const said = { path: join(root, "bin", name), implementation: "cpython", bits: 64, venv: true, ...facts };
    return program(name, `echo '${JSON.stringify(said)}'`);
  }

  /** A uv that counts its installs, and whose environments hold empty modules of these names. */
  async function fakeUv(modules: readonly string[]): Promise<void> {
    await symlink(PYTHON, join(root, "bin", "python3.12"));
    const files = modules.map((name) => `: > "$lib/${name}.py"`);
    await program(
      "uv",
      "PATH=/usr/bin:/bin",
      'case "$1 $2" in',
      '  "venv "*) for folder; do :; done; ' + `"${PYTHON}" -m venv --without-pip "$folder";;`,
      `  "pip install") echo x >> "${root}/installs"; lib=$(echo "\${4%/bin/python}"/lib/python*/site-packages)`,
      ...files,
      "  ;;",
      "esac",
    );
  }

  function ensure(changes: Partial<TrainerEnvironmentOptions> = {}): Promise<string> {
    return ensureTrainerEnvironment({
      requirementsFolder: join(root, "requirements"),
      gpu: false,
      cacheFolder: join(root, "cache"),
      onProgress: (message) => messages.push(message),
      ...changes,
    });
  }

  async function problemOf(promise: Promise<unknown>, problem: EnvironmentProblem): Promise<string> {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(TrainerEnvironmentError).with.property("problem", problem);
    return (error as TrainerEnvironmentError).message;
  }

  async function installs(): Promise<number> {
    return (await readFile(join(root, "installs"), "utf8").catch(() => "")).split("\n").length - 1;
  }

  it("says that there is no Python, and where to get one", async () => {
    expect(await problemOf(ensure(), "python-missing"))
      .to.include("Found none")
      .and.include("apt install python3");
  });

  it("says which Pythons it found that are too old", async () => {
    await pythonLike("python3", { version: "3.9.2" });
    expect(await problemOf(ensure(), "python-missing")).to.include("python3 is cpython 3.9.2");
  });

  it("says that the venv module is missing, as on Debian", async () => {
    await pythonLike("python3", { version: "3.11.2", venv: false });
    expect(await problemOf(ensure(), "venv-missing")).to.include("python3.11-venv");
  });

  it("takes the Python of TRAINER_PYTHON only when it has the packages", async () => {
    const message = await problemOf(ensure({ python: PYTHON }), "python-unfit");
    expect(message)
      .to.include("TRAINER_PYTHON")
      .and.match(/No module named/);
    await problemOf(ensure({ python: "/no/such/python" }), "python-unfit");
    const fit = await program("fit-python", "exit 0");
    expect(await ensure({ python: fit })).to.equal(fit);
  });

  it("installs once, and then finds it there", async function () {
    this.timeout(60_000);
    await fakeUv(MODULES);
    const python = await ensure();
    expect(execFileSync(python, ["-c", "import torch, peft; print(1)"], { encoding: "utf8" })).to.equal(
      "1\n",
    );
    expect(messages.at(-1)).to.equal("the trainer's packages are installed");
    expect(await ensure()).to.equal(python);
    expect(await installs()).to.equal(1);
  });

  it("installs once when two want it at once", async function () {
    this.timeout(60_000);
    await fakeUv(MODULES);
    const [one, two] = await Promise.all([ensure(), ensure()]);
    expect(one).to.equal(two);
    expect(await installs()).to.equal(1);
    expect(messages.join("\n")).to.include("waiting for it");
  });

  it("adds what the tests need to the same environment", async function () {
    this.timeout(60_000);
    await fakeUv([...MODULES, "pytest", "ruff"]);
    const python = await ensure();
    expect(await ensure({ dev: true })).to.equal(python);
    expect(await ensure({ dev: true })).to.equal(python);
    expect(await installs()).to.equal(2);
  });

  it("makes another environment when the lock changes", async function () {
    this.timeout(60_000);
    await fakeUv(MODULES);
    const python = await ensure();
    await writeFile(join(root, "requirements", "cpu.txt"), "newer");
    expect(await ensure()).to.not.equal(python);
  });

  it("does not take an environment whose packages do not load for a whole one", async function () {
    this.timeout(60_000);
    await fakeUv(["torch"]);
    await problemOf(ensure(), "python-unfit");
    await rm(join(root, "bin", "uv"));
    await rm(join(root, "bin", "python3.12"));
    await fakeUv(MODULES);
    expect(await ensure()).to.be.a("string");
  });
});
