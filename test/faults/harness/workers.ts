import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { freePort, spawnBot } from "../../support/darkroom.js";

/** A process that trains and talks to nobody, as on a host of its own. */
export class Worker {
  #child: ChildProcess | undefined;

  constructor(
    readonly dataFolder: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly how: { readonly main: string; readonly nodeOptions?: readonly string[] },
    private readonly lines: string[],
  ) {}

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const PORT = String(await freePort());
    const env = { ...this.env, ROLE: "worker", DATA_DIR: this.dataFolder, PORT };
    this.#child = spawnBot(env, this.lines, this.how);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }

  async crash(): Promise<void> {
    await this.end("SIGKILL");
    await this.start();
  }
}

/** Workers side by side: each with a data folder of its own, all with the same stores. */
export async function startWorkers(
  count: number,
  folder: string,
  env: Readonly<Record<string, string>>,
  how: { readonly main: string; readonly nodeOptions?: readonly string[] },
  lines: string[],
): Promise<Worker[]> {
  const workers = Array.from(
    { length: count },
    (_, index) => new Worker(join(folder, `worker-${index + 1}`), env, how, lines),
  );
  for (const worker of workers) await worker.start();
  return workers;
}
