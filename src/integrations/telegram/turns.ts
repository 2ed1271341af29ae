/** Tasks of one key run one after the other, in the order in which they came; those of other keys pass beside them. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the task when all that came before it under this key have ended, well or not. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const turn = before.then(task);
    const ended = turn.catch(() => undefined);
    this.#last.set(key, ended);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    }
  }
}
