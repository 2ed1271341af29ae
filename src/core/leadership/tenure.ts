import { z } from "zod";

/** How the right to lead stands in the database. Whoever has it changes it before its time is over. */
const tenureSchema = z.object({
  /** Names one life of a process. */
  leader: z.string(),
  /** Rises with every renewal: others see by it that the leader lives. */
  renewals: z.number(),
  /** The leader's process, as its ProcessWatch marks it. */
  process: z.json(),
  /** The leader stepped down in order. */
  over: z.boolean(),
});

export type Tenure = z.infer<typeof tenureSchema>;

/** Undefined when there is none, or a newer program's. */
export function parseTenure(stored: unknown): Tenure | undefined {
  return tenureSchema.safeParse(stored).data;
}

/** How long something has looked the same, by this process's own clock: other machines' clocks have no part in it. */
export class Stillness {
  readonly #now: () => number;
  #text: string | undefined;
  #since = 0;

  /** @param now milliseconds of a clock that is never set */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Looks, and gives for how many milliseconds it has been seen like this. */
  of(seen: unknown): number {
    const text = JSON.stringify(seen);
    if (text !== this.#text) {
      this.#text = text;
      this.#since = this.#now();
    }
    return this.#now() - this.#since;
  }
}
