import { A_POINT_A_MINUTE, type Qualities, type Recipe } from "./recipe.js";

/** A person, a character and a thing are learned alike: sd-scripts and diffusers (DreamBooth) tell none apart. */
const LIKENESS: Qualities = {
  fast: { steps: 800, resolution: 768 },
  balanced: { steps: { perImage: 70, min: 1000, max: 2000 } },
  best: { steps: { perImage: 100, min: 1500, max: 4000 }, rank: 64 },
};

/** SDXL base 1.0. Rank 32, 1e-4, 1,024 px: sd-scripts' and the diffusers examples' common ground. */
export const sdxl: Recipe = {
  id: "sdxl",
  family: "sdxl",
  keyForm: "kohya",
  baseModel: {
    repository: "stabilityai/stable-diffusion-xl-base-1.0",
    revision: "462165984030d82259a11f4367a4eed129e94a7b",
    licence: {
      name: "CreativeML Open RAIL++-M",
      url: "https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md",
      commercial: true,
    },
    gated: false,
  },
  demonstration: false,
  captionStyle: "tags",
  dataset: { min: 5, recommended: 25, max: 300 },
  defaults: { steps: 1500, learningRate: 1e-4, rank: 32, resolution: 1024, batchSize: 1 },
  limits: {
    steps: { min: 100, max: 8000 },
    learningRate: { min: 1e-6, max: 1e-3 },
    rank: { min: 4, max: 128, choices: [4, 8, 16, 32, 64, 128] },
    resolution: { min: 512, max: 1024, choices: [512, 768, 1024] },
    batchSize: { min: 1, max: 8 },
  },
  presets: {
    person: LIKENESS,
    character: LIKENESS,
    style: {
      fast: { steps: 1000, resolution: 768 },
      balanced: { steps: { perImage: 50, min: 1200, max: 3000 } },
      best: { steps: { perImage: 80, min: 2000, max: 5000 }, rank: 64 },
    },
    product: LIKENESS,
  },
  optimizer: "adamw8bit",
  precision: "bf16",
  memoryGiB: 12,
  speed: {
    device: "RTX 3090 Ti",
    secondsPerStep: [
      { resolution: 512, seconds: 0.4 },
      { resolution: 1024, seconds: 1.12 },
    ],
    overheadSeconds: 180,
    source: "sd-scripts' published figure for rank 32 at 1,024 px; 512 px by area and fixed cost",
  },
  price: A_POINT_A_MINUTE,
  timeLimitHours: 8,
};
