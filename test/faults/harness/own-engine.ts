import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type Docker from "dockerode";
import { buildImage, testEngine } from "../../support/docker-runtime-fixture.js";
import { processesWith } from "../../support/processes.js";

const run = promisify(execFile);
const START = fileURLToPath(new URL("../../support/servers/docker.sh", import.meta.url));
const IMAGE = "darkroom-fake-python";
/** As EngineVolumes names it. */
const MODELS_VOLUME = "darkroom-models";
/** No network, and none of the host's rules: other engines may run beside it. */
const APART = ["--bridge=none", "--iptables=false"];
const END_TRIES = 300;

export interface EngineOptions {
  /** Whether containers run on while the engine is away; Docker's own default is that they end with it. */
  readonly liveRestore: boolean;
  /** Darkroom takes it for an engine that does not see its folders: jobs are copied there and back. */
  readonly copied?: boolean;
}

/** A Docker engine with the fake trainer's image that nobody else uses. */
export interface OwnEngine {
  /** For a Darkroom that trains on it. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends it by the signal, and starts it again after so long. */
  restart(signal: "KILL" | "TERM", awayMs: number): Promise<void>;
  /** All that it keeps of jobs, whoever made it. */
  contents(): Promise<string[]>;
  close(): Promise<void>;
}

/** The variable that is missing where a machine was not made ready for engines. */
export function missingEngine(): string | undefined {
  return (process.env["DOCKER_TEST_HOST"] ?? "") === "" ? "DOCKER_TEST_HOST" : undefined;
}

/** @param trainerFolder where the trainer's behaviour and journal are, seen by all containers */
export async function startEngine(options: EngineOptions, trainerFolder: string): Promise<OwnEngine> {
  // Apart from all that Darkroom has: its processes are looked for by their folder.
  const folder = await mkdtemp(join(tmpdir(), "darkroom-engine-"));
  const host = `unix://${join(folder, "docker.sock")}`;
  const docker = testEngine(host);
  // An engine that is killed leaves notes there.
  const env = { ...process.env, TMPDIR: folder };
  const onExit = (): void => {
    signalEngine(folder, "SIGTERM");
  };
  process.once("exit", onExit);
  const close = async (): Promise<void> => {
    await removeContainers(docker);
    await end(folder);
    // What the engine was starting when it was killed, it knows nothing of.
    for (const { pid } of await processesWith(folder)) process.kill(pid, "SIGKILL");
    process.off("exit", onExit);
    await unmountAll(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  };
  try {
    await run(START, [folder, ...APART, `--live-restore=${options.liveRestore}`], { env });
    await buildImage(host, IMAGE, "fake-python");
    if (options.copied === true) await shareAsVolume(docker, trainerFolder);
  } catch (error) {
    await close().catch(() => undefined); // The first error says more.
    throw error;
  }
  return {
    env: {
      RUNTIME: "docker",
      DOCKER_HOST: host,
      TRAINER_IMAGE: IMAGE,
      BASE_MODELS_DIR: trainerFolder,
      // Such an engine has no GPU to give.
      GPU_SLOTS: "none",
      ...(options.copied === true && { DOCKER_SHARED_DISK: "false" }),
    },
    restart: async (signal, awayMs) => {
      await run(join(folder, "restart"), [signal, String(awayMs / 1000)], { env });
    },
    contents: () => contentsOf(docker),
    close,
  };
}

/** What is left of jobs when all have ended is nothing: the models alone stay. */
async function contentsOf(docker: Docker): Promise<string[]> {
  const containers = await docker.listContainers({ all: true });
  // Null where there is none, whatever the library's types say.
  const answer: { Volumes: { Name: string }[] | null } = await docker.listVolumes();
  const volumes = (answer.Volumes ?? []).map(({ Name }) => Name).filter((name) => name !== MODELS_VOLUME);
  return [
    ...containers.map(({ Names, Status }) => `container ${Names.join()} (${Status})`),
    ...volumes.map((name) => `volume ${name}`),
  ];
}

/** The folder of the trainer's files under the name of the volume that all jobs have. */
async function shareAsVolume(docker: Docker, folder: string): Promise<void> {
  const DriverOpts = { type: "none", o: "bind", device: folder };
  await docker.createVolume({ Name: MODELS_VOLUME, Driver: "local", DriverOpts });
}

/** Containers of an engine with live-restore would outlive it. */
async function removeContainers(docker: Docker): Promise<void> {
  for (const { Id } of await docker.listContainers({ all: true })) {
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
}

async function end(folder: string): Promise<void> {
  for (let tries = 0; signalEngine(folder, tries === 0 ? "SIGTERM" : 0); tries++) {
    if (tries === END_TRIES) throw new Error(`the engine in ${folder} does not end`);
    await sleep(100);
  }
}

/** False when it has ended: it removes the file with its number then. */
function signalEngine(folder: string, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(Number(readFileSync(join(folder, "docker.pid"), "utf8")), signal);
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

async function unmountAll(folder: string): Promise<void> {
  const { stdout } = await run("findmnt", ["--raw", "--noheadings", "--output", "TARGET"]);
  const mounts = stdout.split("\n").filter((path) => path.startsWith(`${folder}/`));
  // What was mounted inside another goes first.
  for (const path of mounts.toSorted().reverse()) await run("umount", [path]);
}
