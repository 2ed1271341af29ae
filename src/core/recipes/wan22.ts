import { A_POINT_A_MINUTE, type Qualities, type Recipe } from "./recipe.js";
import { wan14b } from "./wan.js";

/** As of WAN 2.1, with steps for two experts. */
const LIKENESS: Qualities = {
  fast: { steps: 1200 },
  balanced: { steps: { perImage: 120, min: 1600, max: 3200 } },
  best: { steps: { perImage: 160, min: 2400, max: 4800 }, resolution: 768 },
};

/**
 * WAN 2.2 text-to-video 14B: two experts, one for the noisy part of the way and one for the rest, so two files
 * and about twice the work of WAN 2.1 14B for the same number of pictures seen by each.
 */
export const wan22: Recipe = {
  ...wan14b,
  id: "wan22",
  family: "wan22",
  baseModel: {
    ...wan14b.baseModel,
    repository: "Wan-AI/Wan2.2-T2V-A14B-Diffusers",
    revision: "5be7df9619b54f4e2667b2755bc6a756675b5cd7",
  },
  presets: {
    person: LIKENESS,
    character: LIKENESS,
    style: {
      fast: { steps: 1500 },
      balanced: { steps: { perImage: 100, min: 2000, max: 4000 } },
      best: { steps: { perImage: 130, min: 3000, max: 6000 }, resolution: 768 },
    },
    product: LIKENESS,
    motion: {
      fast: { steps: 1600, resolution: 256, learningRate: 2e-4 },
      balanced: { steps: { perImage: 160, min: 2400, max: 4800 }, resolution: 256, learningRate: 2e-4 },
      best: { steps: { perImage: 190, min: 3200, max: 6000 }, resolution: 512, learningRate: 2e-4 },
    },
  },
  speed: { ...wan14b.speed, source: "one expert a step, as WAN 2.1 14B: 2 s at 480p published for a 4090" },
  price: A_POINT_A_MINUTE,
  timeLimitHours: 36,
};
