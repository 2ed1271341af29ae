import { initial } from "./001-initial.js";
import { fairQueue } from "./002-fair-queue.js";
import { recentlyEnded } from "./003-recently-ended.js";
import { postings } from "./004-postings.js";

/** In order; a database's version is how many of them it has. Never change one that was released: add one. */
export const MIGRATIONS: readonly string[] = [initial, fairQueue, recentlyEnded, postings];
