import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import {
  CaptionRuns,
  type CaptionRunListener,
  type RunEnd,
} from "../../../../src/core/training/caption-runs.js";
import { ADA, BOB, eachTestInAHouse } from "../../../support/core-house.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { settle, turnsUntil } from "../../../support/turns.js";
import { without } from "../../../support/without.js";

const BUSY = new DomainError("captioner-unavailable", { reason: "quota" }, { retryable: true });

describe("a caption run", () => {
  const house = eachTestInAHouse();
  const images = (id: string) => house().stores.datasets.list(id);
  const texts = async (id: string) => (await images(id)).map(({ caption }) => caption?.text);

  const collected = async (photos = 3): Promise<string> => {
    const { id } = await house().service.drafts.start(ADA, "telegram:10");
    await house().service.drafts.setTriggerWord(ADA, id, "r3x");
    for (let photo = 1; photo <= photos; photo++) await house().addPhoto(id, `photo ${photo}`);
    return id;
  };

  /** What a listener heard. */
  class Heard implements CaptionRunListener {
    readonly written: string[] = [];
    readonly ends: RunEnd[] = [];
    deaf = 0;
    progress(_: unknown, { written, total }: { written: number; total: number }): void {
      this.written.push(`${written}/${total}`);
    }
    ended(_: unknown, end: RunEnd): Promise<void> {
      if (this.deaf-- > 0) return Promise.reject(new Error("out of reach"));
      this.ends.push(end);
      return Promise.resolve();
    }
  }

  /** The runs of a process, as a restart makes them anew. */
  const process = (): { runs: CaptionRuns; heard: Heard } => {
    const { records, stores, service, logger } = house();
    const heard = new Heard();
    const { datasets, keyValues } = stores;
    const { captions } = service;
    const runs = new CaptionRuns({ records, datasets, captions, keyValues, logger, retryPausesMs: [0, 0] });
    runs.listen(heard);
    return { runs, heard };
  };
  const ended = (heard: Heard) => turnsUntil("it has ended", () => heard.ends.length > 0);
  /** A describer that answers nobody until it is let to. */
  const hold = (): (() => void) => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    house().captioner.answer = async (_, signal) => {
      await Promise.race([gate, turnsUntil("it is over", () => signal.aborted)]);
      signal.throwIfAborted();
      return "a photo";
    };
    return open;
  };

  it("is begun at once and tells how it comes on, among all images, and how it ended", async () => {
    const id = await collected(3);
    await house().service.captions.edit(ADA, (await images(id))[1]!.id, "typed");
    const { runs, heard } = process();
    const open = hold();
    expect(await runs.start(ADA, id)).to.equal(true);
    expect(runs.runs(id)).to.equal(true);
    open();
    await ended(heard);
    expect(heard.written).to.deep.equal(["2/3", "3/3"]);
    expect(heard.ends).to.deep.equal([{ outcome: "done", failed: 0 }]);
    expect(await texts(id)).to.deep.equal(["r3x, a photo", "r3x, typed", "r3x, a photo"]);
    expect(runs.runs(id)).to.equal(false);
  });

  it("is one, however often it is begun", async () => {
    const id = await collected(2);
    const { runs, heard } = process();
    const open = hold();
    const begun = await Promise.all([runs.start(ADA, id), runs.start(ADA, id)]);
    expect(begun).to.have.members([true, false]);
    expect(await runs.start(ADA, id)).to.equal(false);
    open();
    await ended(heard);
    expect(house().captioner.requests).to.have.lengthOf(2);
  });

  it("is stopped; what there is by then stays, and nothing comes later", async () => {
    const id = await collected(8);
    const { runs, heard } = process();
    house().captioner.answer = async (_, signal) => {
      if (house().captioner.requests.length <= 2) return "a photo";
      await turnsUntil("it is over", () => signal.aborted);
      throw signal.reason;
    };
    await runs.start(ADA, id);
    await turnsUntil("two are there", () => heard.written.length === 2);
    expect(await runs.stop(ADA, id)).to.equal(true);
    expect(heard.ends).to.deep.equal([{ outcome: "stopped", failed: 0 }]);
    expect((await texts(id)).filter((text) => text !== undefined)).to.have.lengthOf(2);
    expect(await runs.stop(ADA, id)).to.equal(false);
    const next = process();
    await next.runs.recover();
    expect(next.runs.runs(id)).to.equal(false);
  });

  it("that another process left goes on with what has no caption yet", async () => {
    const id = await collected(3);
    const first = process();
    house().captioner.answer = async (_, signal) => {
      if (house().captioner.requests.length === 1) return "before";
      await turnsUntil("it is over", () => signal.aborted);
      throw signal.reason;
    };
    await first.runs.start(ADA, id);
    await turnsUntil("one is there", () => first.heard.written.length === 1);
    await first.runs.pause();
    expect(first.heard.ends).to.be.empty;
    const asked = house().captioner.requests.length;
    house().captioner.answer = () => Promise.resolve("after");
    const second = process();
    await second.runs.recover();
    await ended(second.heard);
    expect(house().captioner.requests.length - asked).to.equal(2);
    expect(await texts(id)).to.have.members(["r3x, before", "r3x, after", "r3x, after"]);
    const third = process();
    await third.runs.recover();
    expect(third.runs.runs(id)).to.equal(false);
  });

  it("asks a busy server again, a few times, and says at the end why it gave up", async () => {
    const id = await collected(1);
    const { runs, heard } = process();
    house().captioner.answer = () =>
      house().captioner.requests.length < 3 ? Promise.reject(BUSY) : Promise.resolve("at last");
    await runs.start(ADA, id);
    await ended(heard);
    expect(await texts(id)).to.deep.equal(["r3x, at last"]);
    const other = await collected(1);
    house().captioner.answer = () => Promise.reject(BUSY);
    await runs.start(ADA, other);
    await turnsUntil("it gave up", () => heard.ends.length === 2);
    expect(heard.ends[1]).to.deep.include({ outcome: "done", failed: 1 });
    expect(heard.ends[1]?.reason).to.deep.include({ code: "captioner-unavailable", retryable: true });
    expect(house().captioner.requests).to.have.lengthOf(6);
  });

  it("of one image captions it anew, over a person's own, and not again after a crash behind it", async () => {
    const id = await collected(1);
    const [image] = await images(id);
    await house().service.captions.edit(ADA, image!.id, "typed");
    const { runs, heard } = process();
    expect(await runs.redo(ADA, id, image!.id)).to.equal(true);
    await ended(heard);
    expect(await texts(id)).to.deep.equal(["r3x, a photo"]);
    const run = {
      actor: ADA,
      ownerId: ADA.userId,
      trainingId: id,
      redo: { imageId: image!.id, before: "r3x, typed" },
    };
    await house().stores.keyValues.write("caption-runs", `${ADA.userId}/${id}/${image!.id}`, run);
    const next = process();
    await next.runs.recover();
    await ended(next.heard);
    expect(house().captioner.requests).to.have.lengthOf(1);
  });

  it("ends with its draft, and leaves nothing behind", async () => {
    const id = await collected(2);
    hold();
    const { captionRuns, captionChanges, library } = house().service;
    await captionRuns.start(ADA, id);
    await captionChanges.propose(ADA, id, "1", { kind: "prefix", prefix: "a" });
    await turnsUntil("it asks", () => house().captioner.underWay === 2);
    await library.delete(ADA, id);
    await turnsUntil("it is over", () => !captionRuns.runs(id));
    await settle();
    for (const namespace of ["caption-runs", "caption-changes", "caption-counts"]) {
      expect(await house().stores.keyValues.list(namespace, 10), namespace).to.be.empty;
    }
  });

  it("that meets a mistake of the program ends, and says so", async () => {
    const id = await collected(1);
    const { runs, heard } = process();
    house().captioner.answer = () => Promise.reject(new TypeError("a mistake"));
    await runs.start(ADA, id);
    await ended(heard);
    expect(heard.ends[0]?.reason?.code).to.equal("internal");
    expect(house().logger.entries.map(({ message }) => message)).to.include("captions could not be made");
  });

  it("that could not be told of is begun anew without a wait", async () => {
    const id = await collected(1);
    const { runs, heard } = process();
    heard.deaf = 1;
    await runs.start(ADA, id);
    await turnsUntil("it is to be told", () => heard.deaf === 0 && !runs.runs(id));
    expect(await runs.start(ADA, id)).to.equal(true);
    await ended(heard);
    expect(without(heard.ends[0]!, "reason")).to.deep.equal({ outcome: "done", failed: 0 });
  });

  it("is the owner's to begin and to stop", async () => {
    const id = await collected(1);
    const { runs } = process();
    await expectDomainError(runs.start(BOB, id), "not-yours");
    await expectDomainError(runs.stop(BOB, id), "not-yours");
    const [image] = await images(id);
    await expectDomainError(runs.redo(BOB, id, image!.id), "not-yours");
    expect(await runs.redo(ADA, id, "nothing")).to.equal(false);
  });
});
