import { z } from "zod";
import { readPrices } from "./core/points/own-prices.js";
import { readPacks, type Pack } from "./core/points/packs.js";
import type { OwnPrices } from "./core/points/prices.js";

/* What variables of the configuration may be, where more than one is of a kind or a value is more than a word. */

export const httpUrl = z
  .url({ protocol: /^https?$/, hostname: /.+/, error: "a full http or https URL" })
  .transform((value) => value.replace(/\/+$/, ""));

export function wholeNumber(min: number, max: number) {
  return z.coerce
    .number("a number")
    .int()
    .min(min, `${min} or more`)
    .max(max, `${max.toLocaleString("en")} at most`);
}

export function pricesFrom(text: string, context: z.RefinementCtx): OwnPrices {
  const prices = readPrices(text);
  if (prices !== undefined) return prices;
  context.addIssue('prices by base model, as in {"flux":{"start":10,"image":0,"minute":1}}');
  return z.NEVER;
}

export function packsFrom(text: string, context: z.RefinementCtx): readonly Pack[] {
  const packs = readPacks(text);
  if (packs !== undefined) return packs;
  context.addIssue("points=Stars, up to eight different packs, as in 100=100,550=500");
  return z.NEVER;
}
