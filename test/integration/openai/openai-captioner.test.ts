import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { CaptionRequest } from "../../../src/core/ports/captioner.js";
import { OpenAiCaptioner } from "../../../src/integrations/openai/openai-captioner.js";
import { TriggerWordCaptioner } from "../../../src/integrations/openai/trigger-word-captioner.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { OpenAiServer, type Behaviour } from "../../support/openai-server.js";

const KEY = "sk-test-0123456789abcdef";
const IMAGE = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, "pixels")]);
const REQUEST: CaptionRequest = {
  ...{ image: IMAGE, isFrame: false, triggerWord: "ohwx" },
  ...{ style: "sentence", focus: "subject" },
};

describe("OpenAiCaptioner", () => {
  let server: OpenAiServer;

  beforeEach(async () => {
    server = await OpenAiServer.start(KEY);
    server.behave({ content: "ohwx sits on a bench in the park, seen from the side." });
  });
  afterEach(() => server.close());

  const captioner = (options: { apiKey?: string; timeoutMs?: number } = {}) =>
    new OpenAiCaptioner({ apiKey: KEY, model: "vision-1", baseUrl: server.baseUrl, ...options });
  const caption = (request: Partial<CaptionRequest> = {}, signal = new AbortController().signal) =>
    captioner().caption({ ...REQUEST, ...request }, signal);
  const failure = (behaviour: Behaviour) => {
    server.behave(behaviour);
    return caption();
  };
  const systemPrompt = () => {
    const content = server.requests.at(-1)?.messages[0]?.content;
    return typeof content === "string" ? content : "";
  };

  describe("what it asks", () => {
    it("sends the picture, as it is, to the model that was chosen", async () => {
      expect(await caption()).to.equal("ohwx sits on a bench in the park, seen from the side.");
      const [request] = server.requests;
      expect(request?.model).to.equal("vision-1");
      const parts = request?.messages[1]?.content;
      const url = Array.isArray(parts) ? (parts[1] as { image_url: { url: string } }).image_url.url : "";
      expect(Buffer.from(url.split(",")[1] ?? "", "base64").equals(IMAGE)).to.equal(true);
    });

    it("asks for what changes and not for what the trigger word shall stand for", async () => {
      await caption();
      expect(systemPrompt())
        .to.match(/sentence/)
        .and.match(/"ohwx"/)
        .and.match(/Leave out.*face, hair/s);
    });

    it("asks for tags where the base model was taught tags", async () => {
      server.behave({ content: "ohwx, sitting, bench" });
      expect(await caption({ style: "tags" })).to.equal("ohwx, sitting, bench");
      expect(systemPrompt())
        .to.match(/tags/)
        .and.not.match(/sentence/);
    });

    it("asks for no word on the style where the style is trained", async () => {
      await caption({ focus: "style" });
      expect(systemPrompt())
        .to.match(/no word on style/)
        .and.not.match(/main subject/);
    });

    it("asks what moves and how, and for the camera, where a motion is trained", async () => {
      await caption({ focus: "motion", isFrame: true });
      expect(systemPrompt())
        .to.match(/"ohwx" stand for the movement.*what moves and how.*camera/s)
        .and.match(/short videos.*one frame of the video/s)
        .and.not.match(/main subject|no word on style/);
      await caption({ focus: "motion" });
      expect(systemPrompt(), "a photo beside the clips")
        .to.match(/what moves/)
        .and.not.match(/frame of the video/);
    });
  });

  describe("what it makes of an answer", () => {
    const cases: [string, string][] = [
      ['"ohwx walks on a beach."', "ohwx walks on a beach."],
      ["The image shows ohwx walking\non a  beach.", "ohwx walking on a beach."],
      ["In this picture, ohwx smiles.", "ohwx smiles."],
      ["Video caption: The video shows ohwx, a dog shaking its head.", "ohwx, a dog shaking its head."],
      ["**Caption:** ohwx smiles.", "ohwx smiles."],
      ["Here is a caption for the picture: “ohwx smiles.”", "ohwx smiles."],
      ["<think>The user wants\na caption.</think>\nohwx smiles.", "ohwx smiles."],
      ["A woman smiles.", "ohwx, A woman smiles."],
      ["OHWX smiles.", "OHWX smiles."],
    ];
    for (const [answer, expected] of cases) {
      it(`${JSON.stringify(answer)} becomes ${JSON.stringify(expected)}`, async () => {
        server.behave({ content: answer });
        expect(await caption()).to.equal(expected);
      });
    }

    it("cuts a long one behind a whole sentence, or a whole word", async () => {
      server.behave({ content: `ohwx. ${"A bird sits in a tree. ".repeat(60)}` });
      const sentences = await caption();
      expect(sentences.length).to.be.within(450, 500);
      expect(sentences).to.match(/tree\.$/);
      server.behave({ content: `ohwx ${"word ".repeat(300)}` });
      const words = await caption();
      expect(words.length).to.be.within(490, 500);
      expect(words).to.match(/word$/);
    });
  });

  describe("what it says of failures", () => {
    it("a refused key, without asking twice or telling it", async () => {
      const wrong = captioner({ apiKey: "sk-wrong-0123456789abcdef" }).caption(
        REQUEST,
        new AbortController().signal,
      );
      const error = await expectDomainError(wrong, "captioner-unavailable");
      expect(error.params).to.deep.equal({ reason: "key" });
      expect(error.retryable).to.equal(false);
      expect(JSON.stringify([error.params, error.message])).not.to.include("wrong");
      const forbidden = await expectDomainError(failure({ status: 403 }), "captioner-unavailable");
      expect(forbidden.params).to.deep.equal({ reason: "key" });
      expect(server.requests).to.have.length(1);
    });

    it("a used up quota, after a bounded number of tries", async () => {
      const error = await expectDomainError(
        failure({ status: 429, code: "insufficient_quota", retryAfterSeconds: 0.01 }),
        "captioner-unavailable",
      );
      expect(error.params).to.deep.equal({ reason: "quota" });
      expect(error.retryable).to.equal(true);
      expect(server.requests).to.have.length(3);
    });

    it("a model that the server does not have", async () => {
      const error = await expectDomainError(failure({ status: 404 }), "captioner-unavailable");
      expect(error.params).to.deep.equal({ reason: "model" });
    });

    it("a server in trouble, after a bounded number of tries", async () => {
      const error = await expectDomainError(
        failure({ status: 500, retryAfterSeconds: 0.01 }),
        "captioner-unavailable",
      );
      expect(error.params).to.deep.equal({ reason: "network" });
      expect(error.retryable).to.equal(true);
      expect(server.requests).to.have.length(3);
    });

    it("a request that the server does not take", async () => {
      const error = await expectDomainError(failure({ status: 400 }), "captioner-failed");
      expect(error.retryable).to.equal(false);
      expect(server.requests).to.have.length(1);
    });

    it("a server that is not there", async () => {
      const lonely = captioner();
      await server.close();
      const work = lonely.caption(REQUEST, new AbortController().signal);
      const error = await expectDomainError(work, "captioner-unavailable");
      expect(error.params).to.deep.equal({ reason: "network" });
      server = await OpenAiServer.start(KEY);
    });

    it("a server that cuts the connection once: the next try counts", async () => {
      server.behave("cut", { content: "ohwx smiles." });
      expect(await caption()).to.equal("ohwx smiles.");
    });

    it("a server that never answers", async () => {
      server.behave("hang");
      const work = captioner({ timeoutMs: 50 }).caption(REQUEST, new AbortController().signal);
      const error = await expectDomainError(work, "captioner-unavailable");
      expect(error.params).to.deep.equal({ reason: "network" });
      expect(server.requests).to.have.length(3);
    });

    for (const [what, behaviour] of Object.entries<Behaviour>({
      "a refusal by field": { content: null, refusal: "I can't help with that." },
      "a refusal in words": { content: "I'm sorry, but I can't describe people in pictures." },
      "a refusal by a filter": { content: "ohwx", finishReason: "content_filter" },
      "an empty answer": { content: "  " },
      "no content": { content: null },
      "the trigger word alone": { content: "ohwx" },
      "thoughts alone": { content: "<think>hm</think>" },
      "no choices": { body: "{}" },
      "an empty list of choices": { body: '{"choices":[]}' },
      "a choice without a message": { body: '{"choices":[{}]}' },
      "no JSON": { body: "<html>" },
    })) {
      it(what, async () => {
        await expectDomainError(failure(behaviour), "captioner-failed");
      });
    }
  });

  describe("when it is told to stop", () => {
    it("drops the request and rejects with the signal's reason", async () => {
      server.behave("hang");
      const controller = new AbortController();
      const work = caption({}, controller.signal).catch((error: unknown) => error);
      while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort(new Error("cancelled"));
      expect(await work).to.have.property("message", "cancelled");
      while (server.abandoned === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(server.requests).to.have.length(1);
    });

    it("does not sleep through it before a retry", async () => {
      server.behave({ status: 429, retryAfterSeconds: 50 });
      const controller = new AbortController();
      const work = caption({}, controller.signal).catch((error: unknown) => error);
      while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort(new Error("cancelled"));
      expect(await work).to.have.property("message", "cancelled");
    });

    it("does not even ask when it was told before", async () => {
      const error: unknown = await caption({}, AbortSignal.abort(new Error("early"))).catch(
        (e: unknown) => e,
      );
      expect(error).to.have.property("message", "early");
      expect(server.requests).to.deep.equal([]);
    });
  });
});

describe("TriggerWordCaptioner", () => {
  it("gives the trigger word and says that it describes nothing", async () => {
    const captioner = new TriggerWordCaptioner();
    expect(captioner.describes).to.equal(false);
    expect(await captioner.caption(REQUEST)).to.equal("ohwx");
  });
});
