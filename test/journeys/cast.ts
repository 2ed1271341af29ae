import type { Language } from "./words.js";

/** Who plays in each language, and what they type. */
export interface Cast {
  readonly anna: string;
  readonly ben: string;
  /** What they call what they train. */
  readonly model: string;
  readonly otherModel: string;
}

export const CAST: Readonly<Record<Language, Cast>> = {
  en: { anna: "Anna", ben: "Ben", model: "Toy house", otherModel: "Little red house" },
  es: { anna: "Lucía", ben: "Íñigo", model: "Casita", otherModel: "Casita roja" },
  ru: { anna: "Вера", ben: "Пётр", model: "Домик", otherModel: "Красный домик" },
};

/** Written from right to left, with signs that HTML would take for its own. */
export const HOSTILE_NAME = "بيت <b>صغير</b> & 🏠";
