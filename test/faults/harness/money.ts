/** What every training costs here, in points. */
export const PRICE = 20;

/** The configuration of a Darkroom in which trainings cost something, and everybody has more than enough. */
export const MONEY = {
  PRICING: "on",
  PRICES: JSON.stringify({ "tiny-sdxl": { start: PRICE, image: 0, minute: 0 } }),
  WELCOME_POINTS: "1000",
};
