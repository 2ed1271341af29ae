import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiError } from "../api-error.js";
import type { Answer, BotApi } from "../bot-api.js";
import type { Fault, Faults } from "../faults.js";
import type { Webhook } from "../updates/webhook.js";
import type { World } from "../world.js";
import { readBody } from "./body.js";
import type { CallBody } from "./body.js";
import { sendFile } from "./download.js";

const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
/** What a Bot API server of one's own takes. */
const MAX_LOCAL_UPLOAD_BYTES = 2000 * 1024 * 1024;

/** Longer than any client keeps an idle connection: with Node's 5 s a reused one may be closed just then. */
const KEEP_ALIVE_MS = 75_000;

export interface ServerParts {
  token: string;
  world: World;
  api: BotApi;
  webhook: Webhook;
  faults: Faults;
}

/** The HTTP side: /bot<token>/<method> and /file/bot<token>/<path>. */
export class HttpServer {
  readonly #server: Server;

  constructor(private readonly parts: ServerParts) {
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        // The bot went away while its call was read or answered; anything else was answered already.
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
    parts.faults.onOutage(() => {
      this.#server.closeAllConnections();
    });
  }

  /** Listens on loopback and gives the address. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.parts.faults.inOutage) {
      request.socket.destroy();
      return;
    }
    const url = new URL(request.url ?? "/", "http://emulator");
    const [, download, token, rest] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    if (token === undefined || rest === undefined) refuse(response, new ApiError(404, "Not Found"));
    else if (decodeURIComponent(token) !== this.parts.token)
      refuse(response, new ApiError(401, "Unauthorized"));
    else if (download !== undefined) await this.#download(decodeURIComponent(rest), request, response);
    else await this.#call(rest, url.searchParams, request, response);
  }

  async #call(
    method: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await this.#read(request, query, response);
    if (!body) return;
    const fault = this.parts.faults.take({ method, params: body.params });
    if (fault && this.#failsAtOnce(fault, method, body, request, response)) return;
    const gone = new AbortController();
    response.once("close", () => {
      gone.abort();
    });
    const { params, uploads, fromForm } = body;
    const context = { webhook: this.parts.webhook, uploads, signal: gone.signal };
    const answer = await this.parts.api.call(method, params, fromForm, context);
    if (fault?.kind === "drop") request.socket.destroy();
    else if (fault?.kind === "hang")
      setTimeout(() => {
        reply(response, answer);
      }, fault.ms).unref();
    else reply(response, answer);
  }

  async #read(
    request: IncomingMessage,
    query: URLSearchParams,
    response: ServerResponse,
  ): Promise<CallBody | null> {
    const { blobs, options } = this.parts.world;
    const limit = options.localServer ? MAX_LOCAL_UPLOAD_BYTES : MAX_UPLOAD_BYTES;
    try {
      return await readBody(request, query, blobs, limit);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refuse(response, error);
      return null;
    }
  }

  /** Answers in the handler's place where the call must not take effect. */
  #failsAtOnce(
    fault: Fault,
    method: string,
    body: CallBody,
    request: IncomingMessage,
    response: ServerResponse,
  ): boolean {
    const failed = (error: ApiError): void => {
      this.parts.api.record(method, body.params, { ok: false, error });
    };
    if (fault.kind === "error") {
      const { errorCode, description, retryAfter } = fault;
      const error = new ApiError(
        errorCode,
        description,
        retryAfter === undefined ? undefined : { retry_after: retryAfter },
      );
      failed(error);
      refuse(response, error);
    } else if (fault.kind === "bad-gateway") {
      failed(new ApiError(502, "Bad Gateway"));
      response.writeHead(502, { "content-type": "text/html" });
      response.end(
        "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
      );
    } else if (fault.kind === "drop" && fault.when === "before") {
      failed(new ApiError(0, "connection dropped"));
      request.socket.destroy();
    } else return false;
    return true;
  }

  async #download(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = this.parts.world.files.atPath(path);
    const fault = this.parts.faults.take({ method: "download", params: { file_path: path } });
    if (
      fault &&
      this.#failsAtOnce(
        fault,
        "download",
        { params: { file_path: path }, uploads: new Map(), fromForm: false },
        request,
        response,
      )
    )
      return;
    if (!file) {
      refuse(response, new ApiError(404, "Not Found"));
      return;
    }
    if (fault?.kind === "hang") await new Promise((resolve) => setTimeout(resolve, fault.ms));
    await sendFile(file.blob, response, fault?.kind === "drop");
  }
}

function refuse(response: ServerResponse, error: ApiError): void {
  reply(response, { ok: false, error });
}

function reply(response: ServerResponse, answer: Answer): void {
  const status = answer.ok ? 200 : answer.error.code;
  const body = answer.ok
    ? { ok: true, result: answer.result }
    : {
        ok: false,
        error_code: status,
        description: answer.error.description,
        parameters: answer.error.parameters,
      };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
