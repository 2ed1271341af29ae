import { A_POINT_A_MINUTE, type Qualities, type Recipe } from "./recipe.js";

const LICENCE_URL = "https://huggingface.co/black-forest-labs/FLUX.1-dev/blob/main/LICENSE.md";

/** A person, a character and a thing are learned alike: the trainers named below have one setting for all three. */
const LIKENESS: Qualities = {
  fast: { steps: 800, resolution: 512, learningRate: 2e-4 },
  balanced: { steps: { perImage: 75, min: 1000, max: 2000 } },
  best: { steps: { perImage: 100, min: 1500, max: 3000 }, resolution: 1024, rank: 32 },
};

/**
 * FLUX.1-dev. Rank 16, 1e-4, 512 to 1,024 px are ai-toolkit's example for 24 GB; 1,000 to 2,000 steps and
 * 1e-4 to 4e-4 are what Replicate's and fal's trainers run with.
 */
export const flux: Recipe = {
  id: "flux",
  family: "flux",
  keyForm: "transformer",
  baseModel: {
    repository: "black-forest-labs/FLUX.1-dev",
    revision: "3de623fc3c33e44ffbe2bad470d0f45bccf2eb21",
    licence: { name: "FLUX.1 [dev] Non-Commercial License", url: LICENCE_URL, commercial: false },
    gated: true,
  },
  demonstration: false,
  captionStyle: "sentence",
  dataset: { min: 5, recommended: 20, max: 200 },
  defaults: { steps: 1500, learningRate: 1e-4, rank: 16, resolution: 768, batchSize: 1 },
  limits: {
    steps: { min: 100, max: 6000 },
    learningRate: { min: 1e-6, max: 1e-3 },
    rank: { min: 4, max: 128, choices: [4, 8, 16, 32, 64, 128] },
    resolution: { min: 512, max: 1024, choices: [512, 768, 1024] },
    batchSize: { min: 1, max: 4 },
  },
  presets: {
    person: LIKENESS,
    character: LIKENESS,
    style: {
      fast: { steps: 1000, resolution: 512 },
      balanced: { steps: { perImage: 60, min: 1200, max: 2500 }, rank: 32 },
      best: { steps: { perImage: 80, min: 2000, max: 4000 }, resolution: 1024, rank: 32 },
    },
    product: LIKENESS,
  },
  optimizer: "adamw8bit",
  precision: "bf16",
  memoryGiB: 24,
  speed: {
    device: "RTX 4090",
    secondsPerStep: [
      { resolution: 512, seconds: 1.4 },
      { resolution: 1024, seconds: 3.5 },
    ],
    overheadSeconds: 300,
    source: "SimpleTuner's published figures for FLUX.1-dev LoRA",
  },
  price: A_POINT_A_MINUTE,
  timeLimitHours: 12,
};
