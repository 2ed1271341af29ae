import type { Config } from "../config.js";
import type { Captioner } from "../core/ports/captioner.js";
import { OpenAiCaptioner } from "../integrations/openai/openai-captioner.js";
import { TriggerWordCaptioner } from "../integrations/openai/trigger-word-captioner.js";

/** A describer where there is a key, else captions of the trigger word alone. */
export function createCaptioner(config: Config): Captioner {
  if (config.OPENAI_API_KEY === undefined) return new TriggerWordCaptioner();
  return new OpenAiCaptioner({
    apiKey: config.OPENAI_API_KEY,
    model: config.CAPTION_MODEL,
    baseUrl: config.OPENAI_BASE_URL,
  });
}
