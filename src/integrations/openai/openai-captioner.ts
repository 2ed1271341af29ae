import OpenAI, { APIUserAbortError } from "openai";
import type { ChatCompletion } from "openai/resources/chat/completions";
import { z } from "zod";
import { DomainError } from "../../core/errors.js";
import type { Captioner, CaptionRequest } from "../../core/ports/captioner.js";
import { cleanCaption, isRefusal } from "./caption-text.js";
import { toDomainError } from "./errors.js";
import { instructions } from "./instructions.js";

const DEFAULT_BASE_URL = "https://api.openai.com/v1";
const TIMEOUT_MS = 60_000;
const MAX_RETRIES = 2;
/** A caption takes 100 tokens; a model that thinks first counts its thoughts here too. */
const MAX_TOKENS = 2000;

/** What is read of an answer: a server that only poses as OpenAI may leave out what the package's types promise. */
const CHOICE = z.object({
  finish_reason: z.string().nullish(),
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
});
const ANSWER = z.object({ choices: z.tuple([CHOICE], CHOICE) });

export interface OpenAiCaptionerOptions {
  readonly apiKey: string;
  /** A model that takes pictures. */
  readonly model: string;
  /** Any server that speaks OpenAI's chat completions, up to and with its `/v1`. */
  readonly baseUrl?: string | undefined;
  /** For one attempt, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Captions by a vision model behind OpenAI's chat completions. */
export class OpenAiCaptioner implements Captioner {
  readonly describes = true;
  readonly #client: OpenAI;
  readonly #model: string;

  constructor(options: OpenAiCaptionerOptions) {
    this.#model = options.model;
    // Everything is said here, so that the package reads nothing from the environment.
    this.#client = new OpenAI({
      apiKey: options.apiKey,
      baseURL: options.baseUrl ?? DEFAULT_BASE_URL,
      organization: null,
      project: null,
      timeout: options.timeoutMs ?? TIMEOUT_MS,
      maxRetries: MAX_RETRIES,
      logLevel: "off",
    });
  }

  /** Rejects with the signal's reason when it aborts. */
  async caption(request: CaptionRequest, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    let completion: ChatCompletion;
    try {
      completion = await untilAborted(this.complete(request, signal), signal);
    } catch (error) {
      if (error instanceof APIUserAbortError || signal.aborted) throw signal.reason;
      throw toDomainError(error);
    }
    return readCaption(completion, request.triggerWord);
  }

  private complete({ image, ...request }: CaptionRequest, signal: AbortSignal): Promise<ChatCompletion> {
    const url = `data:image/jpeg;base64,${Buffer.from(image).toString("base64")}`;
    return this.#client.chat.completions.create(
      {
        model: this.#model,
        max_completion_tokens: MAX_TOKENS,
        messages: [
          { role: "system", content: instructions(request) },
          {
            role: "user",
            content: [
              { type: "text", text: "Caption this picture." },
              { type: "image_url", image_url: { url } },
            ],
          },
        ],
      },
      { signal },
    );
  }
}

/** The package hears the signal while it waits for an answer, but not while it sleeps before a retry. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(new APIUserAbortError());
    };
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", abort);
    });
  });
}

/** @throws DomainError `captioner-failed` */
function readCaption(completion: unknown, triggerWord: string): string {
  const answer = ANSWER.safeParse(completion);
  if (!answer.success) throw new DomainError("captioner-failed", {}, { cause: answer.error });
  const { finish_reason: finishReason, message } = answer.data.choices[0];
  const text = message.content ?? "";
  if (message.refusal || finishReason === "content_filter" || isRefusal(text)) {
    throw new DomainError("captioner-failed", {}, { message: "the model refused to describe the picture" });
  }
  const caption = cleanCaption(text, triggerWord);
  if (caption === "")
    throw new DomainError("captioner-failed", {}, { message: "the answer holds no caption" });
  return caption;
}
