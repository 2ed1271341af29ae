import { Agent, get as httpGet, request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { createHttpServer, type HttpServer, type HttpServerOptions } from "../../../src/api/http-server.js";
import type { RouteRequest } from "../../../src/api/routes.js";
import { RecordingLogger } from "../../support/recording-logger.js";
import { MemoryDownloads } from "./memory-downloads.js";

describe("createHttpServer", () => {
  let server: HttpServer;
  let base: string;
  let logger: RecordingLogger;

  const start = async (options: Partial<HttpServerOptions> = {}) => {
    server = createHttpServer({ host: "127.0.0.1", port: 0, logger, checks: {}, ...options });
    base = await server.start();
  };
  beforeEach(() => {
    logger = new RecordingLogger();
  });
  afterEach(() => server.stop(100));

  describe("health", () => {
    it("says that the process answers, whatever it depends on", async () => {
      await start({ checks: { store: () => Promise.reject(new Error("down")) } });
      const response = await fetch(`${base}/healthz`);
      expect(response.status).to.equal(200);
      expect(await response.json()).to.deep.equal({ status: "ok" });
    });

    it("says of each dependency whether it works", async () => {
      await start({ checks: { store: () => Promise.resolve(), blobs: () => Promise.resolve() } });
      const response = await fetch(`${base}/readyz`);
      expect(response.status).to.equal(200);
      expect(await response.json()).to.deep.equal({ status: "ok", checks: { store: "ok", blobs: "ok" } });
    });

    it("is not ready when one fails, throws or hangs, and keeps the reason to itself", async () => {
      let aborted = false;
      await start({
        checks: {
          fine: () => Promise.resolve(),
          failing: () => Promise.reject(new Error("mongodb://admin:hush@db refused")),
          throwing: () => {
            throw new Error("hush");
          },
          hanging: (signal) =>
            new Promise(() => {
              signal.addEventListener("abort", () => (aborted = true));
            }),
        },
      });
      const response = await fetch(`${base}/readyz`);
      expect(response.status).to.equal(503);
      const body = await response.text();
      expect(JSON.parse(body)).to.deep.equal({
        status: "failing",
        checks: { fine: "ok", failing: "failing", throwing: "failing", hanging: "timeout" },
      });
      expect(body).not.to.include("hush");
      expect(aborted).to.equal(true);
      const logged = logger.entries.map((entry) => entry.fields["dependency"]);
      expect(logged).to.have.members(["failing", "throwing"]);
    });

    it("asks a dependency once for all who wait, and again for the next", async () => {
      let asked = 0;
      const checks = {
        slow: async () => {
          asked++;
          await delay(50);
        },
      };
      await start({ checks });
      await Promise.all(Array.from({ length: 5 }, () => fetch(`${base}/readyz`)));
      expect(asked).to.equal(1);
      await fetch(`${base}/readyz`);
      expect(asked).to.equal(2);
    });
  });

  describe("routes of others", () => {
    const got: RouteRequest[] = [];
    beforeEach(async () => {
      got.length = 0;
      await start({
        routes: [
          {
            method: "POST",
            path: "/webhook",
            bodyLimitBytes: 1000,
            handle: (asked) => {
              got.push(asked);
              return Promise.resolve({ status: 200, body: '{"ok":true}', contentType: "application/json" });
            },
          },
          { method: "GET", path: "/metrics", handle: () => Promise.resolve({ status: 200, body: "up 1\n" }) },
          { method: "GET", path: "/broken", handle: () => Promise.reject(new Error("hush at /srv")) },
        ],
      });
    });
    const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
      fetch(`${base}/webhook`, { method: "POST", body: new Uint8Array(Buffer.from(body)), headers });

    it("get the bytes and the headers as they were sent", async () => {
      const headers = { "content-type": "application/json", "X-Telegram-Bot-Api-Secret-Token": "s" };
      const response = await post('{"update_id": 1}', headers);
      expect(response.headers.get("content-type")).to.match(/^application\/json/);
      expect(await response.json()).to.deep.equal({ ok: true });
      expect(Buffer.from(got[0]!.body).toString()).to.equal('{"update_id": 1}');
      expect(got[0]?.headers).to.include({ "x-telegram-bot-api-secret-token": "s" });
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "image/png"]) {
        expect((await post(Buffer.from([0, 255]), { "content-type": type })).status).to.equal(200);
        expect(Buffer.from(got.at(-1)!.body)).to.deep.equal(Buffer.from([0, 255]));
      }
    });

    it("get no body that is over their limit", async () => {
      expect((await post("x".repeat(1000))).status).to.equal(200);
      const response = await post("x".repeat(1001));
      expect(response.status).to.equal(413);
      expect(await response.text()).to.equal("The request is too large.\n");
      expect(got).to.have.length(1);
    });

    it("get no body over their limit that comes without its length either", async () => {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const asked = request(`${base}/webhook`, { method: "POST" }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asked.on("error", reject);
        asked.write("x".repeat(800));
        asked.end("x".repeat(800));
      });
      expect(status).to.equal(413);
      expect(got).to.deep.equal([]);
    });

    it("answer as they say, and fail without a word on why", async () => {
      const metrics = await fetch(`${base}/metrics`);
      expect(metrics.headers.get("content-type")).to.equal("text/plain; charset=utf-8");
      expect(await metrics.text()).to.equal("up 1\n");
      const broken = await fetch(`${base}/broken`);
      expect(broken.status).to.equal(500);
      expect(await broken.text()).not.to.match(/hush|srv/);
      expect(logger.entries.at(-1)).to.deep.include({ level: "error", message: "request failed" });
    });
  });

  it("answers what is no HTTP with 400 and goes on", async () => {
    await start();
    const { port } = new URL(base);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.write("\x16\x03\x01 nonsense\r\n\r\n"));
      socket.on("error", reject);
      text(socket).then(resolve, reject);
    });
    expect(answer).to.match(/^HTTP\/1\.1 400/);
    expect((await fetch(`${base}/healthz`)).status).to.equal(200);
  });

  describe("stop", () => {
    const keepAlive = () => new Agent({ keepAlive: true });
    const ask = (url: string, agent: Agent) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        httpGet(url, { agent }, resolve).on("error", reject);
      });

    it("ends idle connections at once and takes no new ones", async () => {
      await start();
      const agent = keepAlive();
      await text(await ask(`${base}/healthz`, agent));
      await server.stop(60_000);
      const error: unknown = await fetch(`${base}/healthz`).catch((e: unknown) => e);
      expect(error).to.be.instanceOf(TypeError);
      agent.destroy();
    });

    it("lets a running answer finish", async () => {
      let finish: (() => void) | undefined;
      const handle = () =>
        new Promise<{ status: number; body: string }>((resolve) => {
          finish = () => {
            resolve({ status: 200, body: "done" });
          };
        });
      await start({ routes: [{ method: "GET", path: "/slow", handle }] });
      const answer = fetch(`${base}/slow`);
      await delay(50);
      const stopped = server.stop(10_000);
      finish?.();
      expect(await (await answer).text()).to.equal("done");
      await stopped;
    });

    it("cuts what has not finished when the grace is over", async () => {
      const downloads = new MemoryDownloads();
      downloads.files.set("/files/a/b", { content: Buffer.alloc(50_000_000), fileName: "x", revision: "r" });
      await start({ downloads });
      const agent = keepAlive();
      const response = await ask(`${base}/files/a/b`, agent);
      response.on("error", () => undefined);
      await server.stop(100);
      while (downloads.closed === 0) await delay(5);
      agent.destroy();
    });
  });
});
