import { createHash, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { TemporaryNames } from "../../core/ports/temporary-names.js";

const NAME = /([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-[0-9a-f-]{36}$/;

/** Names that tell the host, the process and its life: what a kill -9 left is known for what it is at the next start. */
export class ProcessNames implements TemporaryNames {
  readonly #host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
  readonly #life = randomUUID().slice(0, 8);

  next(): string {
    return `${this.#host}-${process.pid}-${this.#life}-${randomUUID()}`;
  }

  /** Of another host nothing is known. A number that another program has by now counts as running. */
  isAbandoned(name: string): boolean {
    const [, host, pid, life] = NAME.exec(name) ?? [];
    if (host !== this.#host || life === this.#life) return false;
    // This process's own number in another life: a container's is always the same.
    return Number(pid) === process.pid || !isRunning(Number(pid));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
