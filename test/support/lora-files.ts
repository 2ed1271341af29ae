import type { TensorType } from "../../src/core/models/tensor-bytes.js";
import type { KeyForm } from "../../src/core/recipes/recipe.js";

export interface TensorSample {
  readonly name: string;
  readonly dtype: TensorType;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** A safetensors file as the format says: the header's length, the header, the tensors one after the other. */
export function safetensorsFile(
  tensors: readonly TensorSample[],
  metadata?: Readonly<Record<string, string>>,
): Buffer {
  let position = 0;
  const header: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata };
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [position, position + data.byteLength] };
    position += data.byteLength;
  }
  return fileWithHeader(JSON.stringify(header), Buffer.concat(tensors.map(({ data }) => data)));
}

/** A file with this header, whatever it says. */
export function fileWithHeader(header: string | Uint8Array, body: Uint8Array = new Uint8Array()): Buffer {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.byteLength));
  return Buffer.concat([length, json, body]);
}

export function f32(name: string, ...values: number[]): TensorSample {
  const data = Buffer.from(new Float32Array(values).buffer);
  return { name, dtype: "F32", shape: [values.length], data };
}

const PAIR: Readonly<Record<KeyForm, readonly [string, string]>> = {
  transformer: ["transformer.single.attn.to_q.lora_A.weight", "transformer.single.attn.to_q.lora_B.weight"],
  kohya: ["lora_unet_mid_attn_q.lora_down.weight", "lora_unet_mid_attn_q.lora_up.weight"],
  "diffusion-model": [
    "diffusion_model.blocks.0.self_attn.q.lora_A.weight",
    "diffusion_model.blocks.0.self_attn.q.lora_B.weight",
  ],
};

/** The smallest LoRA with keys of a form; `grown` are the weights of the half that starts at zero. */
export function loraFile(form: KeyForm, grown: readonly number[] = [0.5, -0.25]): Buffer {
  const [down, up] = PAIR[form];
  return safetensorsFile([f32(down, 0.1, 0.2), f32(up, ...grown)], { ss_network_dim: "1" });
}
