import { initial } from "./001-initial.js";

/** In order; a database's version is how many of them it has. Never change one that was released: add one. */
export const MIGRATIONS: readonly string[] = [initial];
