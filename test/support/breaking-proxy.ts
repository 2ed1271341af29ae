import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP port in front of a local socket, whose connections break after so many bytes have gone in. */
export interface BreakingProxy {
  readonly port: number;
  /** For each connection that is open or comes. */
  bytesUntilBreak(bytes: number): void;
  close(): Promise<void>;
}

export async function breakingProxy(socketPath: string): Promise<BreakingProxy> {
  let limit = Infinity;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(socketPath);
    let sent = 0;
    client.on("data", (chunk: Buffer) => {
      sent += chunk.length;
      if (sent > limit) for (const each of [client, target]) each.destroy();
    });
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(from);
      from.on("close", () => open.delete(from));
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    bytesUntilBreak: (bytes) => {
      limit = bytes;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
