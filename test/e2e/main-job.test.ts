import { createHash } from "node:crypto";
import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { photo, photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const METRICS_TOKEN = "a-token-for-the-scraper";

describe("the main job, from /train to the model link", () => {
  const darkroom = useDarkroom(startInProcess, { env: { METRICS_TOKEN } });

  it("trains on an album and files, with one caption typed by hand, and gives a link to the very file", async () => {
    const { telegram, url } = darkroom();
    const chat = telegram.person({ id: 5472638766, firstName: "Anna", languageCode: "en" }).privateChat();
    await goTo(chat, "naming", { subject: "Product" });
    await chat.ask("My dog Rex", PROMPTS.trigger);
    const models = await chat.ask("ohwxrex", PROMPTS["base-model"]);
    await tapFor(chat, models, "Tiny SDXL (demonstration)", PROMPTS.collecting);

    await chat.sendAlbum((await photos(10)).map((file) => ({ type: "photo", file })));
    await chat.sendDocument(await photo(11), { fileName: "11.jpg" });
    await chat.sendDocument(await photo(12), { fileName: "12.jpg" });
    const captioning = await tapFor(chat, await chat.waitFor(counting(12)), /Done/, PROMPTS.captioning);
    expect(captioning.text).to.contain("12 photos have no caption");

    const first = await tapFor(chat, captioning, /trigger word alone/, /^1 of 12/);
    expect(first.text).to.contain("ohwxrex");
    const second = await tapFor(chat, first, "▶️", /^2 of 12/);
    expect(second.media?.kind).to.equal("photo");
    const typed = await chat.ask("a dog that sleeps", /^2 of 12/);
    expect(typed.text).to.contain("ohwxrex, a dog that sleeps");

    const card = await tapFor(chat, typed, /Captions are fine/, PROMPTS.confirming);
    for (const fact of [
      "My dog Rex",
      "ohwxrex",
      "Tiny SDXL",
      "Photos: 12",
      "120 steps",
      "about one minute",
    ]) {
      expect(card.text).to.contain(fact);
    }
    await chat.tap(card, /Start/);

    const done = await chat.waitFor(/is trained/, { timeoutMs: 30_000 });
    expect(done.text).to.contain("My dog Rex");
    expect(done.text).to.contain("ohwxrex");
    const link = new RegExp(`${url.replace("127.0.0.1", "(localhost|127.0.0.1)")}/files/\\S+`).exec(
      done.text,
    )?.[0];
    const response = await fetch(link!);
    const file = Buffer.from(await response.arrayBuffer());
    expect(response.status).to.equal(200);
    expect(done.text).to.contain(createHash("sha256").update(file).digest("hex"));
    expect(response.headers.get("content-length")).to.equal(String(file.length));
    expect(response.headers.get("content-disposition")).to.contain("My-dog-Rex-tiny-sdxl.safetensors");

    const part = await fetch(link!, { headers: { range: "bytes=8-15" } });
    expect(part.status).to.equal(206);
    expect(Buffer.from(await part.arrayBuffer())).to.deep.equal(file.subarray(8, 16));

    const ended = await chat.waitFor(/🎞 .*✅ Done/s);
    expect(ended.buttons).to.be.empty;

    const ready = await fetch(`${url}/readyz`);
    expect(await ready.json()).to.deep.equal({ status: "ok", checks: { database: "ok", runtime: "ok" } });
    expect((await fetch(`${url}/metrics`)).status).to.equal(401);
    const scrape = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    const metrics = await scrape.text();
    expect(metrics).to.contain('darkroom_trainings_ended_total{outcome="COMPLETED",code=""} 1\n');
    expect(metrics).to.contain('darkroom_phase_duration_seconds_count{phase="TRAINING"} 1\n');
    expect(metrics).to.match(/darkroom_update_duration_seconds_count{outcome="handled"} \d\d+\n/);
    expect(metrics).to.match(/darkroom_slot_busy_seconds_total{slot="cpu"} \d/);
  });
});
