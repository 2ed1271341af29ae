import type { KeyForm, Recipe } from "./recipe.js";

const SAME = { fast: { steps: 60 }, balanced: { steps: 120 }, best: { steps: 240 } };

/** A network of under 1 MB that the trainer makes itself: everything is real but the pictures. */
function tiny(family: string, keyForm: KeyForm, secondsPerStep: number): Recipe {
  const isVideo = family === "wan";
  return {
    id: `tiny-${family}`,
    family,
    keyForm,
    baseModel: {
      repository: `tiny-${family}`,
      revision: "1",
      licence: { name: "MIT", url: "https://opensource.org/license/mit", commercial: true },
      gated: false,
    },
    demonstration: true,
    captionStyle: family === "sdxl" ? "tags" : "sentence",
    dataset: { min: 3, recommended: 10, max: 100 },
    ...(isVideo && {
      clips: { frames: 17, cost: 1, source: "measured: 40 steps take no longer than on pictures" },
    }),
    defaults: { steps: 120, learningRate: 1e-3, rank: 4, resolution: 64, batchSize: 1 },
    limits: {
      steps: { min: 4, max: 2000 },
      learningRate: { min: 1e-6, max: 1e-1 },
      rank: { min: 1, max: 16, choices: [1, 2, 4, 8, 16] },
      resolution: { min: 64, max: 128, choices: [64, 128] },
      batchSize: { min: 1, max: 4 },
    },
    presets: { person: SAME, character: SAME, style: SAME, product: SAME, ...(isVideo && { motion: SAME }) },
    optimizer: "adamw",
    precision: "fp32",
    memoryGiB: 0,
    speed: {
      device: "2 CPU cores",
      secondsPerStep: [{ resolution: 64, seconds: secondsPerStep }],
      overheadSeconds: 20,
      source: "measured: 60 steps with samples take 1 to 8 s",
    },
    price: { start: 0, image: 0, minute: 0 },
    timeLimitHours: 1,
  };
}

export const tinyFlux = tiny("flux", "transformer", 0.14);
export const tinySdxl = tiny("sdxl", "kohya", 0.08);
export const tinyWan = tiny("wan", "diffusion-model", 0.02);
