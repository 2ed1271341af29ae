import { setTimeout as sleep } from "node:timers/promises";

/** grammY types its fetch after node-fetch, whose types nobody needs; the platform's own one has the same form. */
type Fetch = (target: string | URL, init?: unknown) => Promise<Response>;
type FetchOnce = (target: string, init?: RequestInit) => Promise<Response>;

const MAX_TRIES = 4;
/** Telegram asks for a minute at most in ordinary use; longer waits are for the caller to plan. */
const MAX_WAIT_SECONDS = 60;
/** Methods that may be sent again though nobody knows whether the first one arrived. */
const REPEATABLE = /\/(get|edit|answer|delete|set)[A-Za-z]*$/;

/**
 * A fetch for grammY that waits out 429 and tries again what may be tried again. It sits below grammY, since
 * a conversation would record a retry of its own and sleep again at every replay. Bodies that are streams
 * are sent once.
 *
 * @param fetchOnce the fetch underneath
 */
export function retryingFetch(fetchOnce: FetchOnce = fetch): Fetch {
  return async (address, init) => {
    const request = toNative(init ?? {});
    const target = String(address);
    for (let tries = 1; ; tries++) {
      const last = tries === MAX_TRIES || !replayable(request);
      try {
        const response = await fetchOnce(target, request);
        const wait = last ? undefined : await waitSeconds(response, target, tries);
        if (wait === undefined) return response;
        await sleep(wait * 1000, undefined, { signal: request.signal ?? undefined });
      } catch (error) {
        if (last || request.signal?.aborted === true || !safeAfter(error, target)) throw error;
        await sleep(backoff(tries) * 1000, undefined, { signal: request.signal ?? undefined });
      }
    }
  };
}

/**
 * A fetch that sends nothing while this process may not speak for the bot. Who it is may always be asked.
 *
 * @param maySpeak asked before each request
 */
export function fetchWhile(maySpeak: () => boolean, fetchOnce: FetchOnce = fetch): FetchOnce {
  return async (target, init) => {
    if (!maySpeak() && !target.endsWith("/getMe")) throw new Error("another process speaks for the bot now");
    return fetchOnce(target, init);
  };
}

function replayable(request: RequestInit): boolean {
  return request.body === undefined || request.body === null || typeof request.body === "string";
}

async function waitSeconds(response: Response, target: string, tries: number): Promise<number | undefined> {
  if (response.status === 429) {
    const body = (await response.clone().json()) as { parameters?: { retry_after?: number } };
    const wait = body.parameters?.retry_after ?? backoff(tries);
    return wait <= MAX_WAIT_SECONDS ? wait : undefined;
  }
  return response.status >= 500 && REPEATABLE.test(target) ? backoff(tries) : undefined;
}

/** A refused connection sent nothing; anything else may have arrived. */
function safeAfter(error: unknown, target: string): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return cause?.code === "ECONNREFUSED" || cause?.code === "ENOTFOUND" || REPEATABLE.test(target);
}

function backoff(tries: number): number {
  return 0.5 * 2 ** (tries - 1);
}

/** grammY brings abort signals of its own make, and streams for uploads; the platform wants its own and a word. */
function toNative({ signal, ...rest }: RequestInit): RequestInit {
  const controller = new AbortController();
  if (signal !== undefined && signal !== null) {
    if (signal.aborted) controller.abort();
    else {
      signal.addEventListener("abort", () => {
        controller.abort();
      });
    }
  }
  return { ...rest, signal: controller.signal, duplex: "half" };
}
