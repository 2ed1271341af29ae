import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";

const require = createRequire(import.meta.url);
const MODEL = "tiny_face_detector_model";

const manifestSchema = z
  .array(
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.number().int().positive()),
          quantization: z.object({ dtype: z.literal("uint8"), scale: z.number(), min: z.number() }),
        }),
      ),
    }),
  )
  .length(1);

/** The numbers of a network by the names that its makers gave them. */
export type Weights = (name: string) => Float32Array;

/**
 * Reads the Tiny Face Detector's weights: a byte each, with a scale and an offset for each layer.
 *
 * @throws Error where the package is not there, or is another one than this was written for
 */
export function readWeights(): Weights {
  // The package carries its models: nothing is fetched.
  const folder = join(dirname(require.resolve("@vladmandic/face-api/package.json")), "model");
  const manifest: unknown = JSON.parse(readFileSync(join(folder, `${MODEL}-weights_manifest.json`), "utf8"));
  const bytes = readFileSync(join(folder, `${MODEL}.bin`));
  const layers = new Map<string, Float32Array>();
  let at = 0;
  for (const { name, shape, quantization } of manifestSchema
    .parse(manifest)
    .flatMap(({ weights }) => weights)) {
    const end = at + shape.reduce((product, length) => product * length, 1);
    const { scale, min } = quantization;
    layers.set(
      name,
      Float32Array.from(bytes.subarray(at, end), (byte) => byte * scale + min),
    );
    at = end;
  }
  if (at !== bytes.length) throw new Error(`${MODEL} has ${bytes.length} weights, its manifest ${at}`);
  return (name) => {
    const layer = layers.get(name);
    if (layer === undefined) throw new Error(`${MODEL} has no layer ${name}`);
    return layer;
  };
}
