import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request on its way to the server. */
export type Fault =
  | "none"
  /** The server never hears of it. */
  | { readonly status: number }
  | "no answer"
  /** The connection breaks when the request has arrived. */
  | "cut request"
  /** The connection breaks when half of the answer's first chunk has been sent. */
  | "cut answer";

/** Stands between a client and an HTTP server, and lets go wrong what it is told to. */
export class FaultProxy {
  /** Asked once for each request. */
  decide: (method: string, url: string) => Fault = () => "none";
  readonly #server: Server;

  private constructor(private readonly target: URL) {
    this.#server = createServer((incoming, outgoing) => {
      this.handle(incoming, outgoing);
    });
  }

  /** @param target the server's address */
  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(target));
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  private handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const fault = this.decide(incoming.method ?? "", incoming.url ?? "");
    if (fault === "none" || fault === "cut answer") {
      this.forward(incoming, outgoing, fault === "cut answer");
      return;
    }
    incoming.resume();
    incoming.on("end", () => {
      if (fault === "cut request") incoming.socket.destroy();
      else if (fault !== "no answer") outgoing.writeHead(fault.status).end();
    });
  }

  /** The Host header goes along as it came: a signature covers it. */
  private forward(incoming: IncomingMessage, outgoing: ServerResponse, cut: boolean): void {
    const { hostname, port } = this.target;
    const { method, url, headers } = incoming;
    const passed = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (!cut) {
        answer.pipe(outgoing);
        return;
      }
      // An answer without a body ends where another one would break.
      answer.once("end", () => incoming.socket.destroy());
      answer.once("data", (chunk: Buffer) => {
        outgoing.write(chunk.subarray(0, chunk.length / 2), () => incoming.socket.destroy());
        answer.destroy();
      });
    });
    passed.on("error", () => incoming.socket.destroy());
    incoming.pipe(passed);
  }
}
