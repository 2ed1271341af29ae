import { Writable } from "node:stream";
import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { DomainError } from "../../../src/core/errors.js";
import type { LogFields, Logger } from "../../../src/core/ports/logger.js";
import { createLogger, type LoggerOptions } from "../../../src/integrations/winston/logger.js";

const BOT_TOKEN = "8123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345";

describe("createLogger", () => {
  let output: string;
  let logger: Logger;

  const make = (options: Partial<LoggerOptions> = {}) => {
    output = "";
    const stream = new Writable({
      write(chunk, _encoding, done) {
        output += String(chunk);
        done();
      },
    });
    return createLogger({ level: "debug", json: true, stream, ...options });
  };
  beforeEach(() => {
    logger = make();
  });
  const lines = () =>
    output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const logged = (fields: LogFields) => {
    logger.info("event", fields);
    return lines().at(-1)!;
  };

  it("writes one JSON object a line, with the time, the level and the fields", () => {
    logger.info("job claimed", { trainingId: "t1", step: 3 });
    logger.child({ jobId: "j1" }).child({ slot: "gpu0" }).warn("two\nlines", { slot: "gpu1" });
    const [first, second] = lines();
    expect(first).to.include({ level: "info", message: "job claimed", trainingId: "t1", step: 3 });
    expect(new Date(String(first?.["time"])).toISOString()).to.equal(first?.["time"]);
    expect(second).to.include({ level: "warn", message: "two\nlines", jobId: "j1", slot: "gpu1" });
    expect(output.split("\n")).to.have.length(3);
  });

  it("writes what is as important as its level, or more", () => {
    logger = make({ level: "warn" });
    for (const level of ["debug", "info", "warn", "error"] as const) logger[level](level);
    expect(lines().map((line) => line["level"])).to.deep.equal(["warn", "error"]);
  });

  it("does not let fields pose as the line's own", () => {
    const line = logged({ level: "debug", message: "other", time: "never", stack: "s", splat: [1] });
    expect(line).to.include({ level: "info", message: "event", stack: "s" });
    expect(line["time"]).not.to.equal("never");
    expect(line["splat"]).to.deep.equal([1]);
  });

  describe("secrets", () => {
    it("are masked by their name, at any depth", () => {
      const names = [
        "token",
        "botToken",
        "secret",
        "apiKey",
        "S3_SECRET_ACCESS_KEY",
        "password",
        "authorization",
      ];
      const more = [
        "Authorization",
        "x-api-key",
        "hf_token",
        "cookie",
        "key",
        "linkSignature",
        "credentials",
      ];
      for (const name of [...names, ...more]) {
        const line = logged({
          [name]: "hush",
          deep: [{ [name]: { inner: "hush" } }],
          map: new Map([[name, "hush"]]),
        });
        expect(line[name], name).to.equal("[masked]");
        expect(JSON.stringify(line), name).not.to.include("hush");
      }
    });

    it("are masked by their form, wherever they stand", () => {
      const texts = [
        `https://api.telegram.org/bot${BOT_TOKEN}/getMe failed`,
        "mongodb://admin:hush@db:27017/x?authSource=admin",
        "mongodb+srv://admin:hu@sh@db/x",
        "redis://:hush@cache",
        "Bearer hush-hush-hush",
        "sk-proj-hush0123456789abcdef",
        "hf_hush0123456789abcdefghijk",
        "https://s3/b/k?X-Amz-Credential=hush%2F2&X-Amz-Signature=hush01",
        "http://host/files/m/k?name=a&expires=1&signature=hush",
      ];
      for (const text of texts) {
        logger.info(text, { text, list: [text], error: new Error(text, { cause: new Error(text) }) });
        const line = JSON.stringify(lines().at(-1));
        expect(line).to.include("[masked]");
        expect(line, text).not.to.match(/hush|AAF-|hu@sh/);
      }
    });

    it("leave the rest of the text", () => {
      expect(logged({ uri: "mongodb://admin:pw@db:27017/x" })["uri"]).to.equal(
        "mongodb://admin:[masked]@db:27017/x",
      );
    });

    it("do not take harmless fields with them", () => {
      const fields = {
        blobKey: "t1/a.jpg",
        triggerWord: "ohwx",
        tokens: 12,
        keys: 3,
        url: "https://a.b/c:8@d",
      };
      expect(logged(fields)).to.include({ ...fields, url: "https://a.b/c:8@d" });
      expect(logged({ token: undefined, secret: "" })).to.include({ secret: "" });
    });
  });

  it("says all of an error and of what caused it, and nothing that merely hangs on it", () => {
    const network = Object.assign(new Error("connection reset"), {
      code: "ECONNRESET",
      socket: { secret: 1 },
    });
    const failure = new DomainError("storage-failed", { key: 1 }, { cause: network, retryable: true });
    const error = logged({ error: failure })["error"] as Record<string, unknown>;
    expect(error).to.include({ name: "DomainError", code: "storage-failed", retryable: true });
    expect(error["stack"]).to.match(/logger\.test/);
    expect(error["cause"]).to.include({ message: "connection reset", code: "ECONNRESET" });
    expect(error["cause"]).not.to.have.property("socket");
    const all = logged({ error: new AggregateError([new Error("one"), new Error("two")], "both") })["error"];
    expect((all as { errors: { message: string }[] }).errors.map((each) => each.message)).to.deep.equal([
      "one",
      "two",
    ]);
  });

  it("survives what JSON cannot say", () => {
    const circle: Record<string, unknown> = { name: "circle" };
    circle["self"] = circle;
    let deep: unknown = "end";
    for (let level = 0; level < 50; level++) deep = { deep };
    const error = new Error("self-made");
    error.cause = error;
    const line = logged({
      circle,
      deep,
      error,
      big: 12n,
      nan: NaN,
      date: new Date(0),
      noDate: new Date(NaN),
      bytes: Buffer.alloc(5000),
      set: new Set([1]),
      call: () => 1,
      long: "x".repeat(50_000),
      list: Array.from({ length: 500 }),
    });
    expect(line).to.include({
      big: "12",
      nan: "NaN",
      date: "1970-01-01T00:00:00.000Z",
      bytes: "[5000 bytes]",
    });
    expect(line["circle"]).to.deep.equal({ name: "circle", self: "[circular]" });
    expect((line["error"] as Record<string, unknown>)["cause"]).to.equal("[circular]");
    expect(JSON.stringify(line).length).to.be.lessThan(20_000);
  });

  it("writes lines for a person at a terminal", () => {
    logger = make({ json: false });
    const cause = new Error("no route");
    logger.warn("upload failed", {
      trainingId: "t1",
      file: "a b",
      apiKey: "hush",
      error: new Error("lost", { cause }),
    });
    expect(output).to.match(
      /^\d\d:\d\d:\d\d warn {2}upload failed {2}trainingId=t1 {2}file="a b" {2}apiKey=\[masked\]\n/,
    );
    expect(output).to.match(/Error: lost\n[\s\S]*caused by:\n {2}Error: no route/);
  });
});
