import { openPrice } from "../../core/training/charge.js";
import { isWorthResuming } from "../../core/training/keeping.js";
import { floorOf } from "../../core/points/prices.js";
import type { Quote, Training } from "../../core/training/model.js";
import type { Translate } from "./texts.js";

/** What a training costs, what its person has after it, and what is paid where they stop it; nothing where nothing costs anything. */
export function priceLines({ price }: Quote, available: number | undefined, t: Translate): string[] {
  if (price === undefined || available === undefined) return [];
  if (price === 0) return [t("confirm-price-free")];
  const left = available - price;
  return [
    left < 0
      ? t("confirm-price-short", { price, balance: available, missing: -left })
      : t("confirm-price", { price, left }),
    t("confirm-price-rule", { floor: floorOf(price) }),
  ];
}

/** What the run of a training costs, or has cost; nothing where it is free. */
export function chargeLines(training: Training, t: Translate): string[] {
  const { charge, status } = training;
  if (charge === undefined) return [];
  const { points, due } = charge;
  if (due === undefined) return [t("charge-held", { points })];
  if (due === points) return [t("charge-paid", { points })];
  const back = points - due;
  return [due === 0 ? t("charge-back", { back }) : t("charge-part", { points: due, back })].concat(
    status !== "COMPLETED" && isWorthResuming(training)
      ? [t("charge-again", { points: openPrice(training) })]
      : [],
  );
}
