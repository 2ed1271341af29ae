import type { Blob } from "../state/blob-store.js";
import type { MethodName, Params, Result } from "../wire.js";
import type { World } from "../world.js";
import type { Webhook } from "../updates/webhook.js";

/** A file that came with a multipart call. */
export interface Upload {
  blob: Blob;
  fileName: string;
  mimeType: string;
}

/** What a method's handler works with. */
export interface Call {
  world: World;
  webhook: Webhook;
  /** By the name after `attach://`. */
  uploads: ReadonlyMap<string, Upload>;
  /** Aborted when the bot's connection is gone. */
  signal: AbortSignal;
}

/** The methods that do real work. Each throws ApiError for what Telegram refuses. */
export type Handlers = {
  [Method in MethodName]?: (params: Params<Method>, call: Call) => Result<Method> | Promise<Result<Method>>;
};
