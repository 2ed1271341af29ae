import { DomainError } from "../errors.js";
import type { Family } from "../recipes/recipe.js";
import type { SafetensorsFacts } from "./safetensors.js";

/** The key forms in which ComfyUI and diffusers load a LoRA of each family. */
const KEY_FORM: Readonly<Record<Family, RegExp>> = {
  flux: /^transformer\..+\.lora_[AB]\.weight$/,
  sdxl: /^lora_(unet|te1|te2)_.+\.(lora_down\.weight|lora_up\.weight|alpha)$/,
  wan: /^diffusion_model\..+\.lora_[AB]\.weight$/,
};

/** The half of each pair that starts at zero: when it is still zero, nothing was learned. */
const GROWN = /\.(lora_B|lora_up)\.weight$/;

/**
 * Says whether a file is a LoRA of the family that has learned something.
 *
 * @throws DomainError `model-invalid` naming the first fault in its message (for the log)
 */
export function checkLora(facts: SafetensorsFacts, family: Family): void {
  if (facts.tensors.length === 0) throw invalid("it holds no tensors");
  for (const tensor of facts.tensors) {
    if (!KEY_FORM[family].test(tensor.name)) throw invalid(`${tensor.name} is no key of ${family}`);
    if (tensor.nonFinite) throw invalid(`${tensor.name} holds NaN or infinity`);
  }
  const grown = facts.tensors.filter((tensor) => GROWN.test(tensor.name));
  if (grown.every((tensor) => tensor.allZero)) throw invalid("its weights are those it started with");
}

function invalid(reason: string): DomainError {
  return new DomainError("model-invalid", {}, { message: `the trained file was refused: ${reason}` });
}
