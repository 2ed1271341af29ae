import { DomainError } from "../../src/core/errors.js";

export interface Faults<T extends object> {
  /** The port with the faults. */
  readonly port: T;
  /** Lets the next calls of a method fail, before anything happens. Without a number all that follow. */
  fail(method: keyof T, times?: number, error?: unknown): void;
  /** Lets the next calls of a method do their work and then fail, as when only the answer is lost. */
  loseAnswer(method: keyof T, times: number): void;
  /** Calls this before each call of a method. */
  before(method: keyof T, act: () => void | Promise<void>): void;
  /** All is well again. */
  heal(): void;
}

/** A port that does what it stands for, and fails when it is told to, as a database or a network does. */
export function faulty<T extends object>(real: T): Faults<T> {
  const failures = new Map<PropertyKey, { left: number; error: unknown }>();
  const lost = new Map<PropertyKey, number>();
  const hooks = new Map<PropertyKey, () => void | Promise<void>>();
  const meet = async (property: PropertyKey): Promise<void> => {
    await hooks.get(property)?.();
    const failure = failures.get(property);
    if (failure !== undefined && failure.left-- > 0) throw failure.error;
  };
  /** A method that gives one thing after the other fails at the first of them. */
  async function* listing(property: PropertyKey, method: object, inputs: unknown[]): AsyncGenerator {
    await meet(property);
    yield* Reflect.apply(method as (...inputs: unknown[]) => AsyncIterable<unknown>, real, inputs);
  }
  const port = new Proxy(real, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== "function") return value;
      if (value.constructor.name === "AsyncGeneratorFunction") {
        return (...inputs: unknown[]): AsyncGenerator => listing(property, value, inputs);
      }
      return async (...inputs: unknown[]): Promise<unknown> => {
        await meet(property);
        const result: unknown = await Reflect.apply(value, target, inputs);
        const answersToLose = lost.get(property) ?? 0;
        lost.set(property, answersToLose - 1);
        if (answersToLose > 0) throw storageAway();
        return result;
      };
    },
  });
  return {
    port,
    fail: (method, times = Number.POSITIVE_INFINITY, error = storageAway()) => {
      failures.set(method, { left: times, error });
    },
    loseAnswer: (method, times) => {
      lost.set(method, times);
    },
    before: (method, act) => {
      hooks.set(method, act);
    },
    heal: () => {
      failures.clear();
      lost.clear();
      hooks.clear();
    },
  };
}

export function storageAway(): DomainError {
  return new DomainError("storage-failed", {}, { retryable: true, message: "the store does not answer" });
}
