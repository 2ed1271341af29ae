import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "mocha";
import { createHttpServer } from "../../src/api/http-server.js";
import { LinkSigner } from "../../src/integrations/local-storage/link-signer.js";
import { LocalBlobStore } from "../../src/integrations/local-storage/local-blob-store.js";
import { LocalDownloads } from "../../src/integrations/local-storage/local-downloads.js";
import { SystemClock } from "../../src/integrations/system/system-clock.js";
import { RecordingLogger } from "../support/recording-logger.js";
import { shouldBehaveLikeBlobStore } from "./blob-store.js";

/** Links name the port before the server listens on it. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe("LocalBlobStore", () => {
  shouldBehaveLikeBlobStore(async () => {
    const folder = await mkdtemp(join(tmpdir(), "darkroom-blobs-"));
    const port = await freePort();
    const signer = new LinkSigner(`http://127.0.0.1:${port}`, randomBytes(32), new SystemClock());
    const store = await LocalBlobStore.open({ folder, bucket: "models", signer });
    const server = createHttpServer({
      host: "127.0.0.1",
      port,
      logger: new RecordingLogger(),
      downloads: new LocalDownloads([store], signer),
      checks: {},
    });
    await server.start();
    return {
      store,
      close: async () => {
        await server.stop(1000);
        await rm(folder, { recursive: true });
      },
    };
  });
});
