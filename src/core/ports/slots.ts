import type { Slot } from "./job-runtime.js";

/** Which GPUs to train on: all that are found, none (the CPU), or those of these indices or UUIDs. */
export type GpuChoice = "auto" | "none" | readonly string[];

export interface Gpu {
  readonly index: string;
  readonly uuid: string;
  readonly memoryGiB?: number;
}

/** What nvidia-smi is asked with; {@link parseGpus} reads its answer. */
export const GPU_QUERY = ["--query-gpu=index,uuid,memory.total", "--format=csv,noheader"] as const;

/** Reads nvidia-smi's lines of "0, GPU-5f0c…, 24564 MiB"; others are passed over. */
export function parseGpus(csv: string): Gpu[] {
  return csv.split("\n").flatMap((row) => {
    const [index, uuid, memory = ""] = row.split(",").map((cell) => cell.trim());
    if (!index || !uuid || !/^\d+$/.test(index)) return [];
    const mebibytes = Number.parseFloat(memory);
    return [Number.isNaN(mebibytes) ? { index, uuid } : { index, uuid, memoryGiB: mebibytes / 1024 }];
  });
}

/** One slot a GPU; one CPU slot where there is none to use. */
export function slotsOf(choice: GpuChoice, found: readonly Gpu[]): Slot[] {
  const cpu: Slot = { id: "cpu", kind: "cpu" };
  if (choice === "none") return [cpu];
  if (choice === "auto") return found.length === 0 ? [cpu] : found.map(slotOf);
  return choice.map((device) => {
    const gpu = found.find(({ index, uuid }) => index === device || uuid === device);
    return gpu ? slotOf(gpu) : { id: `gpu-${device}`, kind: "gpu", device };
  });
}

/** The device is the UUID: it means the same GPU whatever the order in which a library counts. */
function slotOf({ index, uuid, memoryGiB }: Gpu): Slot {
  const slot = { id: `gpu-${index}`, kind: "gpu", device: uuid } as const;
  return memoryGiB === undefined ? slot : { ...slot, memoryGiB };
}

/** Reads the setting GPU_SLOTS: auto, none, or device ids with commas between. */
export function parseGpuChoice(text: string): GpuChoice {
  if (text === "auto" || text === "none") return text;
  return text
    .split(",")
    .map((device) => device.trim())
    .filter(Boolean);
}
