/** Turns speech into text. */
export interface Transcriber {
  /**
   * @param speech a whole voice note, OGG with Opus
   * @returns what was said, in the language in which it was said; empty where nothing was
   * @throws DomainError `captioner-unavailable` (key, quota, network), `voice-unclear`; the signal's reason
   */
  transcribe(speech: Uint8Array, signal: AbortSignal): Promise<string>;
}
