import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

/** A registry with one image of one small layer, which it gives to those who log in. */
export interface FakeRegistry {
  /** The image's name, with the registry's address. */
  readonly image: string;
  readonly address: string;
  /** From now on the layer is not there: a pull begins well and fails in the middle. */
  loseLayer(): void;
  close(): Promise<void>;
}

interface Blob {
  readonly digest: string;
  readonly content: Buffer;
}

export async function fakeRegistry(user: string, password: string): Promise<FakeRegistry> {
  const layer = await tarOf("hello", `of ${Date.now()}`);
  const packed = blobOf(gzipSync(layer));
  const config = blobOf(
    JSON.stringify({
      architecture: "amd64",
      os: "linux",
      config: {},
      rootfs: { type: "layers", diff_ids: [blobOf(layer).digest] },
    }),
  );
  const manifest = blobOf(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: partOf(config, "application/vnd.docker.container.image.v1+json"),
      layers: [partOf(packed, "application/vnd.docker.image.rootfs.diff.tar.gzip")],
    }),
  );
  const blobs = new Map([config, packed].map((blob) => [blob.digest, blob.content]));
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "";
    if (request.headers.authorization !== basic) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
    } else if (path === "/v2/") {
      response.end("{}");
    } else if (path.includes("/manifests/")) {
      response.setHeader("docker-content-digest", manifest.digest).setHeader("content-type", MANIFEST);
      response.setHeader("content-length", manifest.content.length);
      response.end(request.method === "HEAD" ? undefined : manifest.content);
    } else {
      const content = blobs.get(path.split("/").at(-1) ?? "");
      if (content === undefined) response.writeHead(404).end();
      else response.end(content);
    }
  }

  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    image: `${address}/private/trainer:1`,
    loseLayer: () => blobs.delete(packed.digest),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function tarOf(name: string, text: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name }, text);
  archive.finalize();
  return buffer(archive);
}

function blobOf(content: Buffer | string): Blob {
  return {
    digest: `sha256:${createHash("sha256").update(content).digest("hex")}`,
    content: Buffer.from(content),
  };
}

function partOf({ digest, content }: Blob, mediaType: string): object {
  return { mediaType, size: content.length, digest };
}
