import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { createHttpServer, type HttpServer } from "../../../src/api/http-server.js";
import { RecordingLogger } from "../../support/recording-logger.js";
import { MemoryDownloads } from "./memory-downloads.js";

describe("signed downloads", () => {
  const content = randomBytes(300_000);
  const revision = "r1";
  const path = "/files/models/t1/model.safetensors";
  let downloads: MemoryDownloads;
  let logger: RecordingLogger;
  let server: HttpServer;
  let base: string;

  beforeEach(async () => {
    downloads = new MemoryDownloads();
    downloads.files.set(path, { content, fileName: "Mia.safetensors", revision });
    logger = new RecordingLogger();
    server = createHttpServer({ host: "127.0.0.1", port: 0, logger, downloads, checks: {} });
    base = await server.start();
  });
  afterEach(() => server.stop(100));

  const get = (headers: Record<string, string> = {}, url = path, method = "GET") =>
    fetch(base + url, { method, headers });

  it("gives the whole file with all that a browser needs to save it", async () => {
    const response = await get();
    expect(response.status).to.equal(200);
    expect(Object.fromEntries(response.headers)).to.include({
      "content-length": "300000",
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="Mia.safetensors"; filename*=UTF-8''Mia.safetensors`,
      "accept-ranges": "bytes",
      etag: '"r1"',
      "cache-control": "private, no-transform",
      "x-content-type-options": "nosniff",
    });
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).to.equal(true);
  });

  it("answers HEAD with the same headers and does not open the file", async () => {
    const response = await get({ range: "bytes=0-9" }, path, "HEAD");
    expect(response.status).to.equal(200);
    expect(response.headers.get("content-length")).to.equal("300000");
    expect(response.headers.get("etag")).to.equal('"r1"');
    expect(await response.text()).to.equal("");
    expect(downloads.opened).to.deep.equal([]);
  });

  it("gives an empty file", async () => {
    downloads.files.set(path, { content: Buffer.alloc(0), fileName: "x", revision });
    const response = await get();
    expect(response.status).to.equal(200);
    expect(response.headers.get("content-length")).to.equal("0");
    expect((await get({ range: "bytes=0-" })).status).to.equal(416);
  });

  it("serves keys longer than a hundred characters", async () => {
    const long = `/files/models/${"a".repeat(200)}/${"b".repeat(200)}`;
    downloads.files.set(long, { content, fileName: "x", revision });
    expect((await get({}, long)).status).to.equal(200);
  });

  describe("ranges", () => {
    const satisfied: [string, number, number][] = [
      ["bytes=0-0", 0, 0],
      ["bytes=100-199", 100, 199],
      ["bytes=299990-", 299_990, 299_999],
      ["bytes=-10", 299_990, 299_999],
      ["bytes=-999999", 0, 299_999],
      ["bytes=299999-999999", 299_999, 299_999],
      ["bytes = 5 - 6", 5, 6],
    ];
    for (const [header, start, end] of satisfied) {
      it(`${header} gives bytes ${start} to ${end}`, async () => {
        const response = await get({ range: header });
        expect(response.status).to.equal(206);
        expect(response.headers.get("content-range")).to.equal(`bytes ${start}-${end}/300000`);
        expect(response.headers.get("content-length")).to.equal(String(end - start + 1));
        const part = Buffer.from(await response.arrayBuffer());
        expect(part.equals(content.subarray(start, end + 1))).to.equal(true);
      });
    }

    for (const header of [
      "bytes=300000-",
      "bytes=300000-300001",
      "bytes=-0",
      "bytes=99999999999999999999-",
    ]) {
      it(`${header} is not satisfiable`, async () => {
        const response = await get({ range: header });
        expect(response.status).to.equal(416);
        expect(response.headers.get("content-range")).to.equal("bytes */300000");
      });
    }

    for (const header of ["bytes=0-1,5-6", "bytes=-", "bytes=9-5", "items=0-5", "bytes=a-b", "bytes=-1-2"]) {
      it(`${header} is ignored`, async () => {
        const response = await get({ range: header });
        expect(response.status).to.equal(200);
        expect((await response.arrayBuffer()).byteLength).to.equal(300_000);
      });
    }

    it("goes on with the same file alone", async () => {
      const range = "bytes=10-19";
      expect((await get({ range, "if-range": '"r1"' })).status).to.equal(206);
      expect((await get({ range, "if-range": '"r0"' })).status).to.equal(200);
      expect((await get({ range, "if-range": 'W/"r1"' })).status).to.equal(200);
      expect((await get({ range, "if-range": "Wed, 21 Oct 2015 07:28:00 GMT" })).status).to.equal(200);
    });
  });

  it("says that a file did not change", async () => {
    const response = await get({ "if-none-match": '"r1"' });
    expect(response.status).to.equal(304);
    expect((await get({ "if-none-match": '"r0"' })).status).to.equal(200);
  });

  it("names files safely, whatever they are called", async () => {
    const names = [
      "модель №1.safetensors",
      'a"b\\c\r\nx: y.bin',
      "it's (50%) *done*; ok.zip",
      "日本.bin",
      "lone\ud800.bin",
    ];
    for (const fileName of names) {
      downloads.files.set(path, { content, fileName, revision });
      const response = await get();
      const header = response.headers.get("content-disposition") ?? "";
      expect(response.headers.get("x")).to.equal(null);
      const encoded = /filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(header)?.[1] ?? "";
      expect(decodeURIComponent(encoded)).to.equal(fileName.replace("\ud800", "\ufffd"));
      expect(/filename="([^"\\]*)";/.exec(header)?.[1], header).to.match(/^[\x20-\x7e]+$/);
      await response.body?.cancel();
    }
  });

  describe("refusals", () => {
    const cases: [string, number, RegExp][] = [
      ["link-invalid", 403, /incomplete or was changed.*fresh link/],
      ["link-expired", 410, /expired.*fresh link/],
      ["not-found", 404, /no longer here.*fresh link/],
      ["storage-failed", 503, /try again later/],
      ["bug", 500, /try again later/],
    ];
    for (const [fail, status, text] of cases) {
      it(`answers ${fail} with ${status} and what to do, and no detail`, async () => {
        const response = await get({}, `${path}?fail=${fail}`);
        expect(response.status).to.equal(status);
        expect(response.headers.get("content-type")).to.match(/^text\/plain/);
        expect(response.headers.get("cache-control")).to.equal("no-store");
        const body = await response.text();
        expect(body)
          .to.match(text)
          .and.not.match(/SECRET|\/srv|Error|at /);
        expect(logger.entries.some((entry) => entry.level === "error")).to.equal(status >= 500);
      });
    }

    it("takes no other method, and knows no other path", async () => {
      for (const [method, url] of [
        ["POST", path],
        ["DELETE", path],
        ["GET", "/"],
        ["GET", "/files"],
        ["GET", "/files/%ff%zz"],
      ] as const) {
        const response = await get({}, url, method);
        expect(response.status, `${method} ${url}`).to.be.within(400, 405);
        expect(await response.text()).to.match(/^[A-Z][^/{}]*\.\s*$/);
      }
    });
  });

  it("closes the file when the client goes away in the middle", async () => {
    downloads.files.set(path, { content: randomBytes(50_000_000), fileName: "x", revision });
    for (let round = 0; round < 5; round++) {
      await new Promise<void>((resolve, reject) => {
        const asked = request(base + path, (response) => {
          response.once("data", () => {
            asked.destroy();
            resolve();
          });
          response.on("error", () => undefined);
        });
        asked.on("error", reject);
        asked.end();
      });
    }
    while (downloads.closed < 5) await delay(5);
    expect(downloads.opened).to.have.length(5);
  });

  it("cuts the connection rather than end a file early when it breaks in the middle", async () => {
    async function* breaking() {
      yield await Promise.resolve(Buffer.alloc(1000));
      throw new Error("disk gone");
    }
    downloads.resolve = () =>
      Promise.resolve({
        bytes: 300_000,
        contentType: "x/y",
        fileName: "x",
        revision,
        open: () => Promise.resolve(breaking()),
      });
    const outcome = await get()
      .then((response) => response.arrayBuffer())
      .then(
        (body) => body.byteLength,
        () => "cut",
      );
    expect(outcome).to.equal("cut");
  });
});
