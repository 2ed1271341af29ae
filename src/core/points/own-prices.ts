import { z } from "zod";
import { RECIPES } from "../recipes/index.js";
import type { OwnPrices } from "./prices.js";

const points = z.number().min(0).max(1_000_000);
const schema = z.partialRecord(
  z.enum(RECIPES.map(({ id }) => id)),
  z.strictObject({ start: points, image: points, minute: points }),
);

/** Reads the setting PRICES; undefined where it is no JSON of that form, or names a base model that there is not. */
export function readPrices(text: string): OwnPrices | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
