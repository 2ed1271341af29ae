import { createInterface } from "node:readline";
import type { Engine } from "./engine.js";
import { engineError, ifStatus } from "./engine-errors.js";
import { loginFor } from "./registry-login.js";

const PROGRESS_EVERY_MS = 2000;
/** Without a line for so long the registry is taken to be gone. */
const SILENCE_MS = 5 * 60_000;

interface PullLine {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
}

/**
 * Sees to it that the engine has the image; it is pulled with the login that `docker login` keeps.
 *
 * @throws DomainError `trainer-start`, also for an error that comes in the middle of the pull
 */
export async function ensureImage(
  engine: Engine,
  image: string,
  onProgress: (message: string) => void,
): Promise<void> {
  if (await hasImage(engine, image)) return;
  onProgress(`pulling ${image}`);
  const authconfig = await loginFor(image);
  const silence = new AbortController();
  try {
    const stream = await engine.docker.pull(image, { abortSignal: silence.signal, authconfig });
    await followPull(stream, image, silence, onProgress);
  } catch (error) {
    throw engineError(error, engine.address);
  }
}

async function hasImage(engine: Engine, image: string): Promise<boolean> {
  const found = await engine.ask((abortSignal) => {
    // The library takes a signal here too; its types do not know.
    const options: object = { abortSignal };
    return engine.docker.getImage(image).inspect(options).catch(ifStatus(404));
  });
  return found !== undefined;
}

/** The engine answers 200 before it begins to pull, and says in the stream what went wrong. */
export async function followPull(
  stream: NodeJS.ReadableStream,
  image: string,
  silence: AbortController,
  onProgress: (message: string) => void,
): Promise<void> {
  const layers = new Map<string, { current: number; total: number }>();
  const timer = setTimeout(() => {
    silence.abort();
  }, SILENCE_MS);
  let told = Date.now();
  try {
    for await (const text of createInterface({ input: stream })) {
      if (text.trim() === "") continue;
      timer.refresh();
      const { id, error, progressDetail } = JSON.parse(text) as PullLine;
      if (error !== undefined) throw new Error(error);
      const { current, total } = progressDetail ?? {};
      if (id !== undefined && current !== undefined && total !== undefined)
        layers.set(id, { current, total });
      if (layers.size > 0 && Date.now() - told > PROGRESS_EVERY_MS) {
        told = Date.now();
        onProgress(`pulling ${image}: ${sumOf(layers)}`);
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function sumOf(layers: Map<string, { current: number; total: number }>): string {
  let current = 0;
  let total = 0;
  for (const layer of layers.values()) {
    current += layer.current;
    total += layer.total;
  }
  return `${(current / 1e9).toFixed(1)} of ${(total / 1e9).toFixed(1)} GB`;
}
