import { DomainError, isDomainError } from "../errors.js";
import type { ByteStream } from "../ports/blob-store.js";
import type { Transcriber } from "../ports/transcriber.js";
import type { CaptionBudget } from "./caption-budget.js";
import { triggerOf } from "./caption-describer.js";
import { parseCaption } from "./caption-text.js";
import type { Actor } from "./model.js";
import type { TrainingRecords } from "./records.js";

/** A caption takes ten seconds to say. */
const MAX_SECONDS = 60;
/** A minute of a voice note is half a megabyte. */
const MAX_BYTES = 20_000_000;
/** The person waits for it. */
const TIMEOUT_MS = 30_000;

/** A voice note that came with a message, not fetched yet. */
export interface VoiceNote {
  readonly seconds: number;
  readonly open: () => Promise<ByteStream>;
}

/** Use cases of captions that are spoken: nothing is kept before the person has read what was understood. */
export class VoiceCaptions {
  readonly #records: TrainingRecords;
  readonly #budget: CaptionBudget;
  readonly #transcriber: Transcriber | undefined;

  /** @param deps.transcriber absent where no server turns speech into text */
  constructor(deps: {
    records: TrainingRecords;
    budget: CaptionBudget;
    transcriber: Transcriber | undefined;
  }) {
    this.#records = deps.records;
    this.#budget = deps.budget;
    this.#transcriber = deps.transcriber;
  }

  /** Whether captions can be spoken here. */
  get isOffered(): boolean {
    return this.#transcriber !== undefined;
  }

  /**
   * Gives the caption that was spoken, with the trigger word. It counts as a caption that was asked of the server.
   *
   * @throws DomainError `voice-off`, `voice-too-long`, `voice-unclear`, `caption-too-long`, `captioner-unavailable`,
   *   `captions-used-up`, `captions-resting`; what opening the note throws
   */
  async listen(actor: Actor, trainingId: string, { seconds, open }: VoiceNote): Promise<string> {
    const draft = await this.#records.draft(actor, trainingId);
    if (this.#transcriber === undefined) throw new DomainError("voice-off");
    if (seconds > MAX_SECONDS) throw new DomainError("voice-too-long", { max: MAX_SECONDS });
    const speech = await wholeOf(await open());
    await this.#budget.take(draft.ownerId, draft.id);
    try {
      const said = await understood(this.#transcriber, speech);
      return parseCaption(said, triggerOf(draft));
    } catch (error) {
      if (isDomainError(error, "captioner-unavailable")) await this.#budget.giveBack(draft.ownerId, draft.id);
      throw error;
    }
  }
}

async function understood(transcriber: Transcriber, speech: Uint8Array): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const said = await transcriber.transcribe(speech, signal);
    if (said.trim() === "") throw new DomainError("voice-unclear");
    return said;
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new DomainError("captioner-unavailable", { reason: "network" }, { cause: error, retryable: true });
  }
}

async function wholeOf(stream: ByteStream): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new DomainError("voice-too-long", { max: MAX_SECONDS });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
