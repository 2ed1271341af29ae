import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loraFile } from "./lora-files.js";
import type { Script, Trainer } from "./scripted-runtime.js";

export interface OutputSample {
  readonly path?: string;
  readonly role?: string;
  readonly content?: Uint8Array;
  /** What is announced; the content's own when left out. */
  readonly sha256?: string;
}

/** A training of two steps that leaves these files (one LoRA for SDXL when none is named) and ends well. */
export function training(...outputs: OutputSample[]): Script {
  return async (trainer) => {
    trainer.print({ event: "phase", name: "load" });
    for (const step of [1, 2]) {
      const rest = { loss: 0.5, lr: 1e-4, secondsPerStep: 0.1, etaSeconds: 0.2 - step / 10 };
      trainer.print({ event: "step", step, steps: 2, ...rest });
    }
    trainer.print({ event: "sample", step: 2, path: "samples/2.png", prompt: "r3x" });
    trainer.print({ event: "checkpoint", step: 2, path: "checkpoints/2" });
    trainer.print({ event: "phase", name: "export" });
    const files = [];
    for (const output of outputs.length === 0 ? [{}] : outputs) {
      files.push(await leave(trainer.spec.folder, output));
    }
    trainer.print({ event: "done", files });
    return { code: 0 };
  };
}

/** Leaves a sample of this step, and says so. */
export async function draw(trainer: Trainer, step: number, prompt = "r3x"): Promise<void> {
  const path = `samples/${step}-${prompt}.png`;
  const file = join(trainer.spec.folder, "output", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${prompt} at ${step}`);
  trainer.print({ event: "sample", step, path, prompt });
}

async function leave(folder: string, output: OutputSample): Promise<object> {
  const { path = "rex.safetensors", role = "lora", content = loraFile("kohya") } = output;
  const file = join(folder, "output", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  const sha256 = output.sha256 ?? createHash("sha256").update(content).digest("hex");
  return { path, role, bytes: content.byteLength, sha256 };
}
