import OpenAI, { toFile } from "openai";
import { z } from "zod";
import { DomainError, isDomainError } from "../../core/errors.js";
import type { Transcriber } from "../../core/ports/transcriber.js";
import { toDomainError } from "./errors.js";

const MAX_RETRIES = 1;

/** What is read of an answer: a server that only poses as OpenAI may leave out what the package's types promise. */
const ANSWER = z.object({ text: z.string() });

/**
 * Speech to text behind OpenAI's audio transcriptions. Not by its translations into English: those are of one old model
 * there, and many a server has none; what is understood is shown to the person before it is used.
 */
export class OpenAiTranscriber implements Transcriber {
  readonly #client: OpenAI;
  readonly #model: string;

  /** @param options.baseUrl any server that speaks OpenAI's audio transcriptions, up to and with its `/v1` */
  constructor(options: { apiKey: string; model: string; baseUrl: string }) {
    this.#model = options.model;
    // Everything is said here, so that the package reads nothing from the environment.
    this.#client = new OpenAI({
      apiKey: options.apiKey,
      baseURL: options.baseUrl,
      organization: null,
      project: null,
      maxRetries: MAX_RETRIES,
      logLevel: "off",
    });
  }

  async transcribe(speech: Uint8Array, signal: AbortSignal): Promise<string> {
    const file = await toFile(speech, "voice.ogg", { type: "audio/ogg" });
    try {
      const answer: unknown = await this.#client.audio.transcriptions.create(
        { file, model: this.#model, response_format: "json" },
        { signal },
      );
      return ANSWER.parse(answer).text;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const refusal = toDomainError(error);
      if (isDomainError(refusal, "captioner-unavailable")) throw refusal;
      throw new DomainError("voice-unclear", {}, { cause: error });
    }
  }
}
