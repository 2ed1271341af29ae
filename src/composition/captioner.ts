import type { Config } from "../config.js";
import type { Captioner } from "../core/ports/captioner.js";
import type { Transcriber } from "../core/ports/transcriber.js";
import { OpenAiTranscriber } from "../integrations/openai/openai-transcriber.js";
import { OpenAiCaptioner } from "../integrations/openai/openai-captioner.js";
import { TriggerWordCaptioner } from "../integrations/openai/trigger-word-captioner.js";

/** Where there is a key and a model for it. */
export function createTranscriber(config: Config): Transcriber | undefined {
  const { OPENAI_API_KEY: apiKey, TRANSCRIPTION_MODEL: model, OPENAI_BASE_URL: baseUrl } = config;
  if (apiKey === undefined || model === undefined) return undefined;
  return new OpenAiTranscriber({ apiKey, model, baseUrl });
}

/** A describer where there is a key, else captions of the trigger word alone. */
export function createCaptioner(config: Config): Captioner {
  if (config.OPENAI_API_KEY === undefined) return new TriggerWordCaptioner();
  return new OpenAiCaptioner({
    apiKey: config.OPENAI_API_KEY,
    model: config.CAPTION_MODEL,
    baseUrl: config.OPENAI_BASE_URL,
  });
}
