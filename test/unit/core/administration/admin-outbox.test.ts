import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sinon from "sinon";
import { AdminOutbox } from "../../../../src/core/administration/admin-outbox.js";
import { AdminNotices, type AdminNotice } from "../../../../src/core/administration/notices.js";
import type { AdminNotifier } from "../../../../src/core/ports/admin-notifier.js";
import { eachTestInAHouse } from "../../../support/core-house.js";
import { settle } from "../../../support/turns.js";

const POLL_MS = 5_000;
const DAY_MS = 24 * 3_600_000;

/** Writes down whom it told of what; who is in `failing` or `gone` cannot be told now. */
class RecordingNotifier implements AdminNotifier {
  adminIds: string[] = ["a1", "a2"];
  readonly told: string[] = [];
  readonly failing = new Set<string>();
  readonly gone = new Set<string>();
  attempts = 0;

  notify(adminId: string, notice: AdminNotice): Promise<"delivered" | "undeliverable"> {
    this.attempts++;
    if (this.failing.has(adminId)) return Promise.reject(new Error("the network is away"));
    if (this.gone.has(adminId)) return Promise.resolve("undeliverable");
    this.told.push(`${adminId} ${notice.id}`);
    return Promise.resolve("delivered");
  }
}

describe("the administrators' outbox", () => {
  const house = eachTestInAHouse();
  let time: sinon.SinonFakeTimers;
  let notices: AdminNotices;
  let notifier: RecordingNotifier;
  let outbox: AdminOutbox;

  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
    notices = new AdminNotices(house().stores.keyValues);
    notifier = new RecordingNotifier();
    outbox = create();
  });

  afterEach(async () => {
    await outbox.stop();
    time.restore();
  });

  const create = (): AdminOutbox => {
    const { clock, logger } = house();
    return new AdminOutbox({ notices, notifier, clock, logger });
  };
  const raise = (id: string) => {
    const createdAt = house().clock.now();
    return notices.raise({ id, kind: "drained", createdAt, workerId: "w", workerName: "host" });
  };
  /** Lets so much time pass, round by round. */
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += POLL_MS) {
      house().clock.time += POLL_MS;
      await time.tickAsync(POLL_MS);
      await settle(10);
    }
  };
  const warnings = () =>
    house()
      .logger.entries.filter(({ level }) => level === "warn")
      .map(({ message }) => message);

  it("tells every administrator once, of what was owed before and of what comes", async () => {
    await raise("n1");
    outbox.start();
    await settle();
    await raise("n2");
    await raise("n2");
    await pass(4 * POLL_MS);
    expect(notifier.told).to.deep.equal(["a1 n1", "a2 n1", "a1 n2", "a2 n2"]);
    expect(await notices.pending()).to.deep.equal([]);
  });

  it("tries again for whom it failed, later and later, and tells nobody twice", async () => {
    notifier.failing.add("a1");
    await raise("n1");
    outbox.start();
    await settle();
    await pass(60_000);
    expect(notifier.told).to.deep.equal(["a2 n1"]);
    expect(notifier.attempts, "a2, and a1 at once, after 15 s and after 30 s more").to.equal(4);
    notifier.failing.clear();
    await pass(60_000);
    expect(notifier.told).to.deep.equal(["a2 n1", "a1 n1"]);
    expect(await notices.pending()).to.deep.equal([]);
    expect(warnings()).to.include("a message to an administrator could not be delivered yet");
  });

  it("goes on after a restart with those who have not been told", async () => {
    notifier.failing.add("a1");
    await raise("n1");
    outbox.start();
    await settle();
    await outbox.stop();
    notifier.failing.clear();
    outbox = create();
    outbox.start();
    await settle();
    expect(notifier.told).to.deep.equal(["a2 n1", "a1 n1"]);
  });

  it("keeps it for one who has not begun a chat yet, for a week", async () => {
    notifier.gone.add("a1");
    await raise("n1");
    outbox.start();
    await settle();
    await pass(20_000);
    expect(await notices.pending()).to.have.lengthOf(1);
    notifier.gone.clear();
    await pass(60_000);
    expect(notifier.told).to.include("a1 n1");

    notifier.gone.add("a1").add("a2");
    await raise("n2");
    await pass(POLL_MS);
    house().clock.time += 7 * DAY_MS;
    await pass(2 * POLL_MS);
    expect(await notices.pending()).to.deep.equal([]);
    expect(warnings()).to.include("a message to administrators reached nobody");
  });

  it("lets a message go where there is no administrator, and says so in the log", async () => {
    notifier.adminIds = [];
    await raise("n1");
    outbox.start();
    await settle();
    expect(await notices.pending()).to.deep.equal([]);
    expect(warnings()).to.deep.equal(["a message to administrators reached nobody"]);
  });
});
