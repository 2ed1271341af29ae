import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { createHttpServer, type HttpServer } from "../../../src/api/http-server.js";
import { metricsRoute } from "../../../src/api/metrics.js";
import { DomainError } from "../../../src/core/errors.js";
import { readBacklog } from "../../../src/core/training/backlog.js";
import type { Scheduler } from "../../../src/core/training/scheduler.js";
import { PrometheusMetrics } from "../../../src/integrations/prometheus/metrics.js";
import { ADA, BOB, CPU, eachTestInAHouse } from "../../support/core-house.js";
import { eventually } from "../../support/eventually.js";
import { activeTraining } from "../../support/stored-samples.js";
import { training as goesWell } from "../../support/training-scripts.js";

const TOKEN = "a-token-for-the-scraper";

describe("GET /metrics", () => {
  const house = eachTestInAHouse();
  let scheduler: Scheduler;
  let metrics: PrometheusMetrics;
  let server: HttpServer;
  let base: string;

  beforeEach(async () => {
    const { clock, events, logger } = house();
    scheduler = house().scheduler();
    metrics = new PrometheusMetrics({
      backlog: () => readBacklog(house().trainings.port, clock.now()),
      slots: () => scheduler.usage.states(),
      logger,
    });
    events.subscribe((event) => {
      metrics.onEvent(event);
    });
    server = createHttpServer({
      host: "127.0.0.1",
      port: 0,
      logger,
      checks: {},
      routes: [metricsRoute(metrics, TOKEN)],
    });
    base = await server.start();
  });
  afterEach(async () => {
    await scheduler.stop();
    await server.stop(100);
  });

  const ask = (authorization?: string) =>
    fetch(`${base}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
  /** The value of a series, as it is written; undefined when it is not there. */
  const read = async () => {
    const text = await (await ask(`Bearer ${TOKEN}`)).text();
    return (series: string) => {
      const line = text.split("\n").find((candidate) => candidate.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length + 1));
    };
  };
  const ended = (outcome: string, code = "") =>
    `darkroom_trainings_ended_total{outcome="${outcome}",code="${code}"}`;

  it("is for those who have the token, and nobody keeps a copy", async () => {
    for (const wrong of [undefined, "", "Bearer", "Bearer x", `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, TOKEN]) {
      const response = await ask(wrong);
      expect(response.status, wrong).to.equal(401);
      expect(response.headers.get("www-authenticate")).to.equal("Bearer");
      expect(await response.text()).not.to.contain("darkroom_");
    }
    const response = await ask(`Bearer ${TOKEN}`);
    expect(response.status).to.equal(200);
    expect(response.headers.get("content-type")).to.match(/^text\/plain; version=0\.0\.4/);
    expect(response.headers.get("cache-control")).to.equal("no-store");
    expect(await response.text()).to.contain("nodejs_eventloop_lag_seconds");
  });

  it("tells what waits and what runs, as the database has it", async () => {
    await house().queued();
    await house().queued(BOB);
    await house().readyDraft();
    await house().stores.trainings.insert(activeTraining({ workerId: "elsewhere", leaseUntil: 1 }));
    await house().stores.trainings.insert({
      ...activeTraining({ workerId: "elsewhere", leaseUntil: 1 }, { status: "COMPLETED" }),
      notices: [{ id: "n", kind: "completed", createdAt: 1 }],
    });
    house().clock.time += 90_000;
    const value = await read();
    expect(value('darkroom_trainings{status="QUEUED"}')).to.equal(2);
    expect(value('darkroom_trainings{status="PREPARING"}')).to.equal(0);
    expect(value('darkroom_trainings{status="TRAINING"}')).to.equal(1);
    expect(value("darkroom_queue_oldest_wait_seconds")).to.equal(91);
    expect(value("darkroom_outbox_owed")).to.equal(1);
    expect(value("darkroom_database_readable")).to.equal(1);
  });

  it("follows a training to its end: the wait, the phases, the slot", async () => {
    house().runtime.script = async (trainer) => {
      house().clock.time += 40_000;
      return goesWell()(trainer);
    };
    await house().queued();
    house().clock.time += 20_000;
    await scheduler.start([CPU, { id: "cpu-2", kind: "cpu" }]);
    await eventually(async () => expect((await read())(ended("COMPLETED"))).to.equal(1));
    await eventually(async () => expect((await read())('darkroom_slot_busy{slot="cpu"}')).to.equal(0));
    const value = await read();
    expect(value("darkroom_queue_wait_seconds_sum")).to.equal(20);
    expect(value('darkroom_phase_duration_seconds_sum{phase="PREPARING"}')).to.equal(0);
    expect(value('darkroom_phase_duration_seconds_sum{phase="TRAINING"}')).to.equal(40);
    expect(value('darkroom_phase_duration_seconds_count{phase="PUBLISHING"}')).to.equal(1);
    const busy = ["cpu", "cpu-2"].map((slot) => value(`darkroom_slot_busy_seconds_total{slot="${slot}"}`));
    expect(busy).to.have.members([40, 0]);
  });

  it("counts failures by their code, and what people stopped", async () => {
    house().runtime.script = () => Promise.resolve({ code: 67 });
    const { id } = await house().queued();
    const stopped = await house().queued(BOB);
    await house().service.library.cancel(BOB, stopped.id);
    await scheduler.start([CPU]);
    await eventually(async () => expect((await house().stored(id)).status).to.equal("FAILED"));
    const { failure } = await house().stored(id);
    await eventually(async () => {
      const value = await read();
      expect(value(ended("FAILED", failure!.code))).to.equal(1);
      expect(value(ended("CANCELLED"))).to.equal(1);
      expect(value('darkroom_phase_duration_seconds_count{phase="TRAINING"}'), "broken off").to.equal(
        undefined,
      );
    });
    expect((await house().service.library.detail(ADA, id)).training.status).to.equal("FAILED");
  });

  it("tells how long updates took", async () => {
    metrics.onUpdate("handled", 0.2);
    metrics.onUpdate("failed", 3);
    const value = await read();
    expect(value('darkroom_update_duration_seconds_bucket{le="0.25",outcome="handled"}')).to.equal(1);
    expect(value('darkroom_update_duration_seconds_sum{outcome="failed"}')).to.equal(3);
  });

  it("leaves out what the database does not tell, and says that it does not", async () => {
    await house().queued();
    expect((await read())("darkroom_queue_oldest_wait_seconds")).to.equal(0);
    house().trainings.before("countQueuedBefore", () => {
      throw new DomainError("storage-failed");
    });
    const value = await read();
    expect(value("darkroom_database_readable")).to.equal(0);
    for (const series of ['darkroom_trainings{status="QUEUED"}', "darkroom_queue_oldest_wait_seconds"])
      expect(value(series), series).to.equal(undefined);
    expect(value("process_resident_memory_bytes")).to.be.greaterThan(0);
    house().trainings.heal();
    expect((await read())("darkroom_database_readable")).to.equal(1);
  });
});
