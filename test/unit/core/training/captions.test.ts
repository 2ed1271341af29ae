import { expect } from "chai";
import { describe, it } from "mocha";
import { DomainError } from "../../../../src/core/errors.js";
import type { GenerationProgress } from "../../../../src/core/training/captions.js";
import { ADA, CAPTIONS_PER_TRAINING, TINY_TERMS, eachTestInAHouse } from "../../../support/core-house.js";
import { turnsUntil, settle } from "../../../support/turns.js";
import { expectDomainError } from "../../../support/expect-domain-error.js";
import { without } from "../../../support/without.js";

describe("captions", () => {
  const house = eachTestInAHouse();
  const captions = () => house().service.captions;
  const { signal } = new AbortController();
  const images = (id: string) => house().stores.datasets.list(id);
  const texts = async (id: string) => (await images(id)).map(({ caption }) => caption?.text);

  /** A draft whose photos have no captions. */
  const collected = async (photos = 3): Promise<string> => {
    const { id } = await house().service.drafts.start(ADA, "telegram:10");
    await house().service.drafts.setTriggerWord(ADA, id, "r3x");
    for (let photo = 1; photo <= photos; photo++) await house().addPhoto(id, `photo ${photo}`);
    return id;
  };

  it("are written for every photo, with the trigger word", async () => {
    const id = await collected();
    house().captioner.answer = ({ image }) => Promise.resolve(`a ${Buffer.from(image).toString()}`);
    const told: GenerationProgress[] = [];
    const onProgress = (now: GenerationProgress) => told.push(now);
    expect(await captions().generate(ADA, id, { signal, onProgress })).to.deep.equal({
      captioned: 3,
      failed: 0,
    });
    const captioned = ["r3x, a 1024:photo 1", "r3x, a 1024:photo 2", "r3x, a 1024:photo 3"];
    expect(await texts(id)).to.deep.equal(captioned);
    expect((await images(id))[0]?.caption?.source).to.equal("ai");
    expect(told.map((now) => without(now, "latest"))).to.deep.equal(
      [1, 2, 3].map((count) => ({ captioned: count, failed: 0, total: 3 })),
    );
    // Several are described at once: whichever is read first is told first.
    expect(told.map(({ latest }) => latest)).to.have.members(captioned);
  });

  it("are asked for as the base model reads them and as the subject is", async () => {
    const id = await collected(1);
    await captions().generate(ADA, id, { signal });
    house().slots = [{ id: "gpu-0", kind: "gpu" }];
    await house().service.drafts.setRecipe(ADA, id, "sdxl");
    await house().service.drafts.setOptions(ADA, id, { subject: "style" });
    const [image] = await images(id);
    await captions().regenerate(ADA, image!.id, signal);
    await house().service.drafts.setOptions(ADA, id, { captionStyle: "sentence" });
    await captions().regenerate(ADA, image!.id, signal);
    await house().service.drafts.setRecipe(ADA, id, "flux");
    await house().service.drafts.setOptions(ADA, id, { captionStyle: "tags" });
    await captions().regenerate(ADA, image!.id, signal);
    const asked = { triggerWord: "r3x", isFrame: false };
    expect(house().captioner.requests.map((request) => without(request, "image"))).to.deep.equal([
      { ...asked, style: "sentence", focus: "subject" },
      { ...asked, style: "tags", focus: "style" },
      { ...asked, style: "sentence", focus: "style" },
      { ...asked, style: "sentence", focus: "style" },
    ]);
  });

  it("are asked for four at a time", async () => {
    const id = await collected(12);
    const { captioner } = house();
    captioner.answer = async () => {
      await turnsUntil("four are asked for", () => captioner.peak >= 4);
      return "a photo";
    };
    await captions().generate(ADA, id, { signal });
    expect(captioner.peak).to.equal(4);
    expect(house().captioner.requests).to.have.lengthOf(12);
  });

  it("that are there are left alone", async () => {
    const id = await collected();
    const [first, second] = await images(id);
    await captions().edit(ADA, first!.id, "by hand");
    await house().stores.datasets.setCaption(second!.id, { text: "r3x", source: "trigger" });
    house().captioner.answer = () => Promise.resolve("r3x anew");
    expect(await captions().generate(ADA, id, { signal })).to.deep.equal({ captioned: 1, failed: 0 });
    expect(await texts(id)).to.deep.equal(["r3x, by hand", "r3x", "r3x anew"]);
  });

  it("that were made are kept when others fail, and the reason is told", async () => {
    const id = await collected();
    house().captioner.answer = ({ image }) =>
      Buffer.from(image).toString().endsWith("2")
        ? Promise.reject(new DomainError("captioner-failed"))
        : Promise.resolve("a photo");
    expect(await captions().generate(ADA, id, { signal })).to.deep.equal({
      captioned: 2,
      failed: 1,
      reason: { code: "captioner-failed", params: {}, retryable: false },
    });
    expect(await texts(id)).to.deep.equal(["r3x, a photo", undefined, "r3x, a photo"]);
  });

  it("are not all asked for in vain when the key is refused", async () => {
    const id = await collected(12);
    const reason = { code: "captioner-unavailable", params: { reason: "key" }, retryable: false } as const;
    house().captioner.answer = () => Promise.reject(new DomainError(reason.code, reason.params));
    expect(await captions().generate(ADA, id, { signal })).to.deep.equal({
      captioned: 0,
      failed: 12,
      reason,
    });
    expect(house().captioner.requests).to.have.lengthOf(4);
  });

  it("cost no more than a training may; what the service did not serve is not counted", async () => {
    const id = await collected(CAPTIONS_PER_TRAINING + 2);
    house().captioner.answer = () =>
      Promise.reject(new DomainError("captioner-unavailable", { reason: "quota" }, { retryable: true }));
    await captions().generate(ADA, id, { signal });
    house().captioner.answer = () => Promise.resolve("a photo");
    const { captioned, failed, reason } = await captions().generate(ADA, id, { signal });
    expect({ captioned, failed }).to.deep.equal({ captioned: CAPTIONS_PER_TRAINING, failed: 2 });
    expect(reason).to.deep.equal({
      code: "captions-used-up",
      params: { max: CAPTIONS_PER_TRAINING },
      retryable: false,
    });
    const asked = house().captioner.requests.length;
    const [image] = await images(id);
    await expectDomainError(captions().regenerate(ADA, image!.id, signal), "captions-used-up");
    expect(house().captioner.requests).to.have.lengthOf(asked);
  });

  it("are not made for what was confirmed meanwhile", async () => {
    const { id } = await house().readyDraft(ADA, 3);
    const [image] = await images(id);
    house().captioner.answer = async () => {
      await house().service.confirmation.confirm(ADA, id, TINY_TERMS);
      return "too late";
    };
    await expectDomainError(captions().regenerate(ADA, image!.id, signal), "not-a-draft");
    expect(await texts(id)).to.deep.equal(["r3x", "r3x", "r3x"]);
  });

  it("that a person types, or whose photo they remove, while they are made are not written over", async () => {
    const id = await collected(2);
    const [first, second] = await images(id);
    house().captioner.answer = async ({ image }) => {
      if (Buffer.from(image).toString().endsWith("1")) await captions().edit(ADA, first!.id, "typed");
      else await house().service.datasets.removeImage(ADA, id, second!.position);
      return "made";
    };
    expect(await captions().generate(ADA, id, { signal })).to.deep.equal({ captioned: 2, failed: 0 });
    expect(await texts(id)).to.deep.equal(["r3x, typed"]);
  });

  it("stop being made when the signal aborts; none comes later", async () => {
    const id = await collected(8);
    const abort = new AbortController();
    house().captioner.answer = async (_, aborted) => {
      const number = house().captioner.requests.length;
      if (number <= 4) return "a photo";
      if (number === 6) abort.abort(new Error("the person left"));
      await turnsUntil("it is over", () => aborted.aborted);
      throw aborted.reason;
    };
    const outcome = await captions()
      .generate(ADA, id, { signal: abort.signal })
      .catch((error: unknown) => error);
    expect(outcome).to.be.an("error").with.property("message", "the person left");
    const before = await texts(id);
    expect(before.filter((text) => text !== undefined)).to.have.lengthOf(4);
    expect(house().captioner.underWay).to.equal(0);
    await settle();
    expect(await texts(id)).to.deep.equal(before);
  });

  it("let a mistake of the program through", async () => {
    const id = await collected(1);
    house().captioner.answer = () => Promise.reject(new TypeError("a mistake"));
    const outcome = await captions()
      .generate(ADA, id, { signal })
      .catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(TypeError);
  });

  it("of a describer that only knows the trigger word are marked so", async () => {
    const id = await collected(1);
    house().captioner.describes = false;
    house().captioner.answer = ({ triggerWord }) => Promise.resolve(triggerWord);
    expect(captions().describes).to.equal(false);
    await captions().generate(ADA, id, { signal });
    expect((await images(id))[0]?.caption).to.deep.equal({ text: "r3x", source: "trigger" });
  });

  it("are made anew one by one, also over a person's own", async () => {
    const id = await collected(1);
    const [image] = await images(id);
    await captions().edit(ADA, image!.id, "typed");
    const described = await captions().regenerate(ADA, image!.id, signal);
    expect(described.caption).to.deep.equal({ text: "r3x, a photo", source: "ai" });
    await expectDomainError(captions().regenerate(ADA, "nothing", signal), "not-found");
  });

  it("are typed by hand", async () => {
    const id = await collected(1);
    const [image] = await images(id);
    const edited = await captions().edit(ADA, image!.id, "  a   dog ");
    expect(edited.caption).to.deep.equal({ text: "r3x, a dog", source: "hand" });
    await expectDomainError(captions().edit(ADA, image!.id, " "), "caption-empty");
    await expectDomainError(captions().edit(ADA, "nothing", "a dog"), "not-found");
  });

  it("are set for all photos at once", async () => {
    const id = await collected();
    await captions().setAll(ADA, id, "a dog");
    expect(await texts(id)).to.deep.equal(["r3x, a dog", "r3x, a dog", "r3x, a dog"]);
    await expectDomainError(captions().setAll(ADA, id, "x".repeat(1001)), "caption-too-long");
  });

  it("are set for all photos while one is removed; other failures are told", async () => {
    const id = await collected();
    house().datasets.fail("setCaption", 1, new DomainError("not-found"));
    await captions().setAll(ADA, id, "a dog");
    expect(await texts(id)).to.deep.equal([undefined, "r3x, a dog", "r3x, a dog"]);
    house().datasets.fail("setCaption", 1);
    await expectDomainError(captions().setAll(ADA, id, "a dog"), "storage-failed");
  });

  it("are the trigger word where there is none", async () => {
    const id = await collected(2);
    await captions().edit(ADA, (await images(id))[0]!.id, "a dog");
    await captions().fillWithTrigger(ADA, id);
    expect(await texts(id)).to.deep.equal(["r3x, a dog", "r3x"]);
  });

  it("need a trigger word first", async () => {
    const { id } = await house().service.drafts.start(ADA, "telegram:10");
    await house().addPhoto(id, "photo");
    const error = await expectDomainError(captions().setAll(ADA, id, "a dog"), "draft-incomplete");
    expect(error.params).to.deep.equal({ step: "trigger" });
    const result = await captions().generate(ADA, id, { signal });
    expect(result).to.deep.equal({
      captioned: 0,
      failed: 1,
      reason: { code: "draft-incomplete", params: { step: "trigger" }, retryable: false },
    });
  });

  it("are finished when none is missing, and can be gone through again", async () => {
    const id = await collected(2);
    await captions().edit(ADA, (await images(id))[0]!.id, "a dog");
    const error = await expectDomainError(captions().finish(ADA, id), "draft-incomplete");
    expect(error.params).to.deep.equal({ step: "captioning" });
    await captions().fillWithTrigger(ADA, id);
    expect((await captions().finish(ADA, id)).captioned).to.equal(true);
    expect((await captions().reopen(ADA, id)).captioned).to.equal(false);
  });
});
