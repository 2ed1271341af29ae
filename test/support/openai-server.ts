import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Ajv } from "ajv";
import { readTranscription, type TranscriptionRequest } from "./transcription-request.js";

/** The part of OpenAI's chat completions that a caption needs; anything else in a request is an error. */
const REQUEST_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["model", "messages"],
  properties: {
    model: { type: "string", minLength: 1 },
    max_completion_tokens: { type: "integer", minimum: 16 },
    messages: {
      type: "array",
      minItems: 1,
      items: {
        oneOf: [
          {
            type: "object",
            additionalProperties: false,
            required: ["role", "content"],
            properties: { role: { const: "system" }, content: { type: "string", minLength: 1 } },
          },
          {
            type: "object",
            additionalProperties: false,
            required: ["role", "content"],
            properties: {
              role: { const: "user" },
              content: { type: "array", minItems: 1, items: { $ref: "#/definitions/part" } },
            },
          },
        ],
      },
    },
  },
  definitions: {
    part: {
      oneOf: [
        {
          type: "object",
          additionalProperties: false,
          required: ["type", "text"],
          properties: { type: { const: "text" }, text: { type: "string", minLength: 1 } },
        },
        {
          type: "object",
          additionalProperties: false,
          required: ["type", "image_url"],
          properties: {
            type: { const: "image_url" },
            image_url: {
              type: "object",
              additionalProperties: false,
              required: ["url"],
              properties: {
                url: { type: "string", pattern: "^data:image/jpeg;base64,/9j/[A-Za-z0-9+/]+=*$" },
              },
            },
          },
        },
      ],
    },
  },
};

const TRANSCRIPTIONS = "/v1/audio/transcriptions";
const PATHS = ["/v1/chat/completions", TRANSCRIPTIONS];
const isRequest = new Ajv().compile<ChatRequest>(REQUEST_SCHEMA);

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly {
    readonly role: "system" | "user";
    readonly content:
      string | readonly { readonly text?: string; readonly image_url?: { readonly url: string } }[];
  }[];
}

/** What the server does with a request. */
export type Behaviour =
  | { readonly content: string | null; readonly finishReason?: string; readonly refusal?: string }
  | { readonly status: number; readonly code?: string; readonly retryAfterSeconds?: number }
  | { readonly body: string }
  | "hang"
  | "cut";

/** Speaks OpenAI's chat completions and audio transcriptions on loopback: checks the key and the request's form, answers as it is told. */
export class OpenAiServer {
  readonly requests: ChatRequest[] = [];
  /** What was sent to be turned into text; its answer is the `content` of the behaviour. */
  readonly transcriptions: TranscriptionRequest[] = [];
  /** Connections that went away before they were answered. */
  abandoned = 0;
  readonly #server: Server;
  #script: Behaviour[] = [];

  private constructor(private readonly apiKey: string) {
    this.#server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(apiKey: string): Promise<OpenAiServer> {
    const server = new OpenAiServer(apiKey);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** What the next requests meet, one after the other; the last one stays. */
  behave(...script: [Behaviour, ...Behaviour[]]): void {
    this.#script = script;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== "POST" || !PATHS.includes(request.url ?? "")) {
      sendError(response, 404, "unknown_url");
    } else if (request.headers.authorization !== `Bearer ${this.apiKey}`) {
      request.resume();
      sendError(response, 401, "invalid_api_key");
    } else if (request.url === TRANSCRIPTIONS) {
      const asked = await readTranscription(request).catch((error: unknown) => String(error));
      if (typeof asked === "string") {
        sendError(response, 400, asked);
        return;
      }
      this.transcriptions.push(asked);
      this.perform(this.next(), response, ({ content }) => ({ text: content }));
    } else {
      const parsed: unknown = JSON.parse(await text(request));
      if (!isRequest(parsed)) {
        sendError(response, 400, JSON.stringify(isRequest.errors));
        return;
      }
      this.requests.push(parsed);
      this.perform(this.next(), response, completion);
    }
  }

  private next(): Behaviour {
    return (this.#script.length > 1 ? this.#script.shift() : this.#script[0])!;
  }

  private perform(
    behaviour: Behaviour,
    response: ServerResponse,
    answer: (told: Extract<Behaviour, { content: unknown }>) => object,
  ): void {
    if (behaviour === "hang") {
      response.on("close", () => this.abandoned++);
    } else if (behaviour === "cut") {
      response.destroy();
    } else if ("status" in behaviour) {
      const { status, code = "server_error", retryAfterSeconds } = behaviour;
      if (retryAfterSeconds !== undefined) response.setHeader("retry-after", retryAfterSeconds);
      sendError(response, status, code);
    } else {
      response.setHeader("content-type", "application/json");
      response.end("body" in behaviour ? behaviour.body : JSON.stringify(answer(behaviour)));
    }
  }
}

function completion(answer: { content: string | null; finishReason?: string; refusal?: string }): object {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "vision",
    choices: [
      {
        index: 0,
        finish_reason: answer.finishReason ?? "stop",
        logprobs: null,
        message: { role: "assistant", content: answer.content, refusal: answer.refusal ?? null },
      },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}

function sendError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message: `refused: ${code}`, type: "error", code, param: null } }));
}
