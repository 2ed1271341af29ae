import { DomainError } from "../errors.js";
import type { KeyForm } from "../recipes/recipe.js";
import type { SafetensorsFacts } from "./safetensors.js";

const KEYS: Readonly<Record<KeyForm, RegExp>> = {
  transformer: /^transformer\..+\.lora_[AB]\.weight$/,
  kohya: /^lora_(unet|te1|te2)_.+\.(lora_down\.weight|lora_up\.weight|alpha)$/,
  "diffusion-model": /^diffusion_model\..+\.lora_[AB]\.weight$/,
};

/** The half of each pair that starts at zero: when it is still zero, nothing was learned. */
const GROWN = /\.(lora_B|lora_up)\.weight$/;

/**
 * Says whether a file is a LoRA with keys of this form that has learned something.
 *
 * @throws DomainError `model-invalid` naming the first fault in its message (for the log)
 */
export function checkLora(facts: SafetensorsFacts, form: KeyForm): void {
  if (facts.tensors.length === 0) throw invalid("it holds no tensors");
  for (const tensor of facts.tensors) {
    if (!KEYS[form].test(tensor.name)) throw invalid(`${tensor.name} is no key of the form ${form}`);
    if (tensor.nonFinite) throw invalid(`${tensor.name} holds NaN or infinity`);
  }
  const grown = facts.tensors.filter((tensor) => GROWN.test(tensor.name));
  if (grown.every((tensor) => tensor.allZero)) throw invalid("its weights are those it started with");
}

function invalid(reason: string): DomainError {
  return new DomainError("model-invalid", {}, { message: `the trained file was refused: ${reason}` });
}
