import { ApiError, notEmulated } from "./api-error.js";
import type { CallRecord } from "./calls.js";
import { handlers } from "./methods/index.js";
import type { Call } from "./methods/call.js";
import type { Validator } from "./schema/validator.js";
import type { MethodName, RawParams } from "./wire.js";
import type { World } from "./world.js";

export type Answer = { ok: true; result: unknown } | { ok: false; error: ApiError };

/** Runs calls: checks them against the schema, hands them to their handler and keeps a record of each. */
export class BotApi {
  calls: CallRecord[] = [];

  constructor(
    private readonly world: World,
    private readonly validator: Validator,
  ) {}

  async call(
    method: string,
    params: RawParams,
    fromForm: boolean,
    context: Omit<Call, "world">,
  ): Promise<Answer> {
    let read = params;
    const answer = await this.#guarded(() => {
      if (!this.validator.knows(method)) throw new ApiError(404, "Not Found");
      read = this.validator.check(method, params, fromForm);
      return run(method, read, { ...context, world: this.world });
    });
    this.record(method, read, answer);
    return answer;
  }

  /** Keeps a call that a planned fault answered instead. */
  record(method: string, params: RawParams, answer: Answer): void {
    if (method === "getUpdates") return; // a poll every few seconds would bury everything else
    const outcome = answer.ok
      ? { ok: true, result: answer.result }
      : { ok: false, error: { code: answer.error.code, description: answer.error.description } };
    const record: CallRecord = { method, params, at: this.world.clock.now(), ...outcome };
    this.calls.push(record);
    this.world.events.emit("call", record);
  }

  async #guarded(work: () => unknown): Promise<Answer> {
    try {
      return { ok: true, result: await work() };
    } catch (error) {
      if (error instanceof ApiError) return { ok: false, error };
      // A fault of the emulator itself: said as such, with its stack, so that it is not taken for the bot's.
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { ok: false, error: new ApiError(500, `Internal Server Error: emulator: ${detail}`) };
    }
  }
}

function run(method: MethodName, params: RawParams, call: Call): unknown {
  const handler = handlers[method] as ((params: RawParams, call: Call) => unknown) | undefined;
  if (!handler) throw notEmulated(`method ${method}`);
  return handler(params, call);
}
