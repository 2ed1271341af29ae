import { A_POINT_A_MINUTE, type Qualities, type Recipe } from "./recipe.js";

const LICENCE = {
  name: "Apache 2.0",
  url: "https://huggingface.co/Wan-AI/Wan2.1-T2V-14B-Diffusers/blob/main/README.md",
  commercial: true,
};

/** Persons, characters and things alike, from stills: the number of pictures decides, not what they show. */
const LIKENESS: Qualities = {
  fast: { steps: 800 },
  balanced: { steps: { perImage: 75, min: 1000, max: 2000 } },
  best: { steps: { perImage: 100, min: 1500, max: 3000 }, resolution: 768 },
};

/**
 * How something moves is in the coarse of the picture, so few pixels do, and takes longer to learn than looks.
 * 2e-4 at rank 32 is the example of musubi-tuner's page on WAN; the steps are its 16 epochs over usual sets.
 */
const MOTION: Qualities = {
  fast: { steps: 1000, resolution: 256, learningRate: 2e-4 },
  balanced: { steps: { perImage: 100, min: 1500, max: 3000 }, resolution: 256, learningRate: 2e-4 },
  best: { steps: { perImage: 120, min: 2000, max: 4000 }, resolution: 512, learningRate: 2e-4 },
};

/** WAN 2.1 text-to-video, trained on still images and short videos. Rank 32, 1e-4: the defaults of the field's WAN trainers. */
export const wan: Recipe = {
  id: "wan",
  family: "wan",
  keyForm: "diffusion-model",
  baseModel: {
    repository: "Wan-AI/Wan2.1-T2V-1.3B-Diffusers",
    revision: "0fad780a534b6463e45facd96134c9f345acfa5b",
    licence: LICENCE,
    gated: false,
  },
  demonstration: false,
  captionStyle: "sentence",
  dataset: { min: 5, recommended: 20, max: 200 },
  clips: {
    frames: 33,
    cost: 16,
    source: "computed: 9 times the tokens at 512 px; attention takes half of the step",
  },
  defaults: { steps: 1500, learningRate: 1e-4, rank: 32, resolution: 512, batchSize: 1 },
  limits: {
    steps: { min: 100, max: 6000 },
    learningRate: { min: 1e-6, max: 1e-3 },
    rank: { min: 4, max: 128, choices: [4, 8, 16, 32, 64, 128] },
    resolution: { min: 256, max: 768, choices: [256, 512, 768] },
    batchSize: { min: 1, max: 4 },
  },
  presets: {
    person: LIKENESS,
    character: LIKENESS,
    style: {
      fast: { steps: 1000 },
      balanced: { steps: { perImage: 60, min: 1200, max: 2500 } },
      best: { steps: { perImage: 80, min: 2000, max: 4000 }, resolution: 768 },
    },
    product: LIKENESS,
    motion: MOTION,
  },
  optimizer: "adamw8bit",
  precision: "bf16",
  memoryGiB: 12,
  speed: {
    device: "RTX 4090",
    secondsPerStep: [
      { resolution: 512, seconds: 0.7 },
      { resolution: 768, seconds: 1.3 },
    ],
    overheadSeconds: 300,
    source: "a third of the 14B model's published 2 s a step at 480p; to be replaced by this operator's own",
  },
  price: A_POINT_A_MINUTE,
  timeLimitHours: 12,
};

/** The large one: the same recipe on 14 billion weights. */
export const wan14b: Recipe = {
  ...wan,
  id: "wan-14b",
  baseModel: {
    ...wan.baseModel,
    repository: "Wan-AI/Wan2.1-T2V-14B-Diffusers",
    revision: "38ec498cb3208fb688890f8cc7e94ede2cbd7f68",
  },
  clips: {
    frames: 33,
    cost: 11,
    source: "computed: 9 times the tokens at 512 px; attention takes a quarter",
  },
  memoryGiB: 24,
  speed: {
    device: "RTX 4090",
    secondsPerStep: [
      { resolution: 512, seconds: 2 },
      { resolution: 768, seconds: 4.2 },
    ],
    overheadSeconds: 600,
    source: "2 s a step at 480p as published for a 4090; 768 px by area",
  },
  price: A_POINT_A_MINUTE,
  timeLimitHours: 24,
};
