import { createServer, type IncomingMessage, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** A Bot API server that agrees to everything at once, and whose files hold their own names. */
export class TelegramStub {
  readonly #server: Server;
  #messages = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<TelegramStub> {
    const stub: TelegramStub = new TelegramStub(
      createServer((request, response) => {
        void stub.#answer(request).then((body) => response.end(body));
      }),
    );
    // As in one that is asked all the time: none is closed while it is idle, for a moment's pause of the bench.
    stub.#server.keepAliveTimeout = 600_000;
    stub.#server.listen(0, "127.0.0.1");
    await once(stub.#server, "listening");
    return stub;
  }

  get root(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Messages that it was given so far. */
  get messages(): number {
    return this.#messages;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #answer(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? "";
    const method = /[^/]*$/.exec(path)?.[0] ?? "";
    if (path.startsWith("/file/")) return method;
    if (method === "getFile") {
      const { file_id: id } = JSON.parse(Buffer.concat(chunks).toString()) as { file_id: string };
      return JSON.stringify({ ok: true, result: { file_id: id, file_unique_id: id, file_path: id } });
    }
    if (method === "sendMessage") this.#messages++;
    return JSON.stringify({
      ok: true,
      result: {
        message_id: this.#messages,
        date: 1,
        chat: { id: 1, type: "private", first_name: "P" },
        text: "",
      },
    });
  }
}
