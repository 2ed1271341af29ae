import { randomInt } from "node:crypto";
import { badRequest } from "../api-error.js";
import type { Clock } from "../clock.js";

interface OpenQuery<Answer> {
  askedAt: number;
  resolve: (answer: Answer) => void;
}

/** Questions that the bot has to answer in time, each once: callback queries and pre-checkout queries. */
export class Queries<Answer> {
  readonly #open = new Map<string, OpenQuery<Answer>>();

  /** @param lifetimeMs how long the bot may take for its answer */
  constructor(
    private readonly clock: Clock,
    private readonly lifetimeMs: number,
  ) {}

  ask(): { id: string; answer: Promise<Answer> } {
    const id = `${randomInt(1, 2 ** 31)}${randomInt(2 ** 31, 2 ** 32)}`;
    const answer = new Promise<Answer>((resolve) => {
      this.#open.set(id, { askedAt: this.clock.now(), resolve });
    });
    return { id, answer };
  }

  /** @throws ApiError 400 for a query that is unknown, answered already or too old */
  answer(id: string, answer: Answer): void {
    const query = this.#open.get(id);
    this.#open.delete(id);
    if (!query || this.clock.now() - query.askedAt > this.lifetimeMs) {
      throw badRequest("query is too old and response timeout expired or query ID is invalid");
    }
    query.resolve(answer);
  }

  clear(): void {
    this.#open.clear();
  }
}
