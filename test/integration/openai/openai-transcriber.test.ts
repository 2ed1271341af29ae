import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { OpenAiTranscriber } from "../../../src/integrations/openai/openai-transcriber.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { OpenAiServer } from "../../support/openai-server.js";

const KEY = "sk-test";
const SPEECH = Buffer.from("OggS and more");

describe("speech to text by an OpenAI-compatible server", () => {
  let server: OpenAiServer;
  const patience = (): AbortSignal => AbortSignal.timeout(15_000);
  const transcriber = (apiKey = KEY): OpenAiTranscriber =>
    new OpenAiTranscriber({ apiKey, model: "whisper-1", baseUrl: server.baseUrl });

  beforeEach(async () => {
    server = await OpenAiServer.start(KEY);
  });
  afterEach(async () => {
    await server.close();
  });

  it("sends the note as it came, and gives what was said as it was said", async () => {
    server.behave({ content: " Ein Hund im Schnee. " });
    expect(await transcriber().transcribe(SPEECH, patience())).to.equal(" Ein Hund im Schnee. ");
    expect(server.transcriptions).to.deep.equal([
      { model: "whisper-1", fileName: "voice.ogg", speech: SPEECH },
    ]);
  });

  it("tells a refused key, a missing model and a used-up quota from speech that is none", async () => {
    const refused = await expectDomainError(
      transcriber("wrong").transcribe(SPEECH, patience()),
      "captioner-unavailable",
    );
    expect([refused.params["reason"], refused.retryable]).to.deep.equal(["key", false]);
    for (const [status, reason] of [
      [404, "model"],
      [429, "quota"],
    ] as const) {
      server.behave({ status, retryAfterSeconds: 0 });
      const error = await expectDomainError(
        transcriber().transcribe(SPEECH, patience()),
        "captioner-unavailable",
      );
      expect(error.params["reason"]).to.equal(reason);
    }
    server.behave({ status: 400, code: "audio_too_short" });
    await expectDomainError(transcriber().transcribe(SPEECH, patience()), "voice-unclear");
    server.behave({ body: '{"words":[]}' });
    await expectDomainError(transcriber().transcribe(SPEECH, patience()), "voice-unclear");
  });

  it("tries once more where the connection broke, and gives up with the signal", async () => {
    server.behave("cut", { content: "a dog" });
    expect(await transcriber().transcribe(SPEECH, patience())).to.equal("a dog");
    server.behave("hang");
    const leaving = new AbortController();
    const answer = transcriber().transcribe(SPEECH, leaving.signal);
    leaving.abort(new Error("enough"));
    const failure = await answer.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.equal(leaving.signal.reason);
  });
});
