import { expect } from "chai";
import { GrammyError, type Api } from "grammy";
import type { Message } from "grammy/types";
import { afterEach, beforeEach, describe, it } from "mocha";
import { fileURLToPath } from "node:url";
import { keyOf, type ClipJob } from "../../../src/integrations/telegram/clip-job.js";
import { ClipJobs } from "../../../src/integrations/telegram/clip-jobs.js";
import { CollectingUndo } from "../../../src/integrations/telegram/collecting-undo.js";
import type { ArchiveJobs } from "../../../src/integrations/telegram/archive-jobs.js";
import type { CollectingCard } from "../../../src/integrations/telegram/collecting-card.js";
import type { IncomingPicture } from "../../../src/integrations/telegram/files.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { ADA, BOB, eachTestInAHouse } from "../../support/core-house.js";
import { eventually } from "../../support/eventually.js";
import { once } from "../../support/fake-images.js";

const TEXTS = new Texts(fileURLToPath(new URL("../../../locales", import.meta.url)));

/** Something that others wait for. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe("clips on the list", () => {
  const house = eachTestInAHouse();
  let said: { readonly html: string; readonly replyTo: number | undefined }[];
  let blocked: boolean;
  /** Clips that were fetched, in order. */
  let fetched: string[];
  /** What a download waits for. */
  let served: Promise<void>;
  let jobs: ClipJobs;
  let id: string;
  const api = {
    sendMessage: (_chat: number, html: string, options?: { reply_parameters?: { message_id: number } }) => {
      if (blocked) return Promise.reject(blockedError());
      said.push({ html, replyTo: options?.reply_parameters?.message_id });
      return Promise.resolve({ message_id: 100 + said.length });
    },
  } as unknown as Api;
  const files = {
    use: async <T>(
      { uniqueId }: IncomingPicture,
      work: (open: () => Promise<AsyncIterable<Uint8Array>>) => Promise<T>,
    ): Promise<T> => {
      fetched.push(uniqueId);
      await served;
      return work(() => Promise.resolve(once(Buffer.from(uniqueId))));
    },
  };

  beforeEach(async () => {
    [said, fetched, blocked, served] = [[], [], false, Promise.resolve()];
    jobs = program();
    id = await draftOf(ADA);
  });
  afterEach(() => jobs.stop(10_000));

  async function draftOf(actor: typeof ADA, recipeId = "tiny-wan"): Promise<string> {
    const { drafts } = house().service;
    const draft = await drafts.start(actor, `telegram:${actor.userId}`);
    await drafts.setTriggerWord(actor, draft.id, "r3x");
    await drafts.setRecipe(actor, draft.id, recipeId);
    return draft.id;
  }

  function program(): ClipJobs {
    const { service, logger, stores } = house();
    const nothing = { taken: () => Promise.resolve() };
    return new ClipJobs({
      service,
      files,
      collecting: { came: () => Promise.resolve() },
      verdicts: nothing,
      faces: nothing,
      keyValues: stores.keyValues,
      texts: TEXTS,
      logger,
    });
  }

  function jobFor(clip: string, messageId: number, draftId = id, actor = ADA): ClipJob {
    return {
      person: { actor, channel: "telegram:10", locale: "en" },
      draftId,
      message: { message_id: messageId, chat: { id: 10 }, caption: `caption of ${clip}` },
      file: { fileId: "f", uniqueId: clip, fileName: `${clip}.mp4`, bytes: 1 },
      attempts: 0,
    };
  }
  const take = (clip: string, messageId: number, again = false) =>
    jobs.take(api, jobFor(clip, messageId), again);
  const listed = () => house().stores.keyValues.list("collecting-clips", 10);
  const taken = async () => (await house().service.datasets.list(ADA, id)).map(({ sourceId }) => sourceId);
  const through = () => eventually(async () => expect(await listed()).to.deep.equal([]));

  it("are on disk at once and come in the order in which they were sent, each with its text", async () => {
    const { opened, open } = gate();
    served = opened;
    for (const [index, clip] of ["one", "two", "three"].entries()) await take(clip, index + 1);
    await take("one", 1);
    expect(await listed()).to.have.lengthOf(3);
    expect(jobs.isReading(id)).to.equal(true);
    open();
    await through();
    expect(jobs.isReading(id)).to.equal(false);
    expect(await taken()).to.deep.equal(["one", "two", "three"]);
    const [first] = await house().service.datasets.list(ADA, id);
    expect(first!.caption!.text).to.equal("r3x, caption of one");
    expect(said).to.deep.equal([]);
  });

  it("of several people are read in turn", async () => {
    const { opened, open } = gate();
    served = opened;
    const bobs = await draftOf(BOB);
    for (const [index, clip] of ["one", "two", "three"].entries()) await take(clip, index + 1);
    await jobs.take(api, jobFor("of Bob", 1, bobs, BOB), false);
    open();
    await through();
    expect(fetched.indexOf("of Bob")).to.equal(1);
  });

  it("that are refused are answered, with the reason and their name", async () => {
    await take("broken", 7);
    await through();
    const photos = await draftOf(ADA, "tiny-sdxl");
    await jobs.take(api, jobFor("one", 8, photos), false);
    await through();
    expect(said.map(({ replyTo }) => replyTo)).to.deep.equal([7, 8]);
    expect(said[0]!.html).to.contain("broken.mp4").and.to.contain("cannot be read");
    expect(said[1]!.html).to.contain("only the WAN base models");
  });

  it("are left to the next process, which counts once what the one before had brought in", async () => {
    const { opened, open } = gate();
    served = opened;
    await take("one", 1);
    await take("two", 2);
    await jobs.stop(20);
    open();
    served = Promise.resolve();
    expect(await listed()).to.have.lengthOf(2);
    // The first one was brought in when the process died.
    await eventually(async () => expect(await taken()).to.deep.equal(["one"]));
    const [first] = await house().service.datasets.list(ADA, id);
    await house().stores.keyValues.write("collecting-clips", keyOf(jobFor("one", 1)), {
      ...jobFor("one", 1),
      attempts: 1,
    });
    jobs = program();
    await jobs.recover(api);
    await through();
    expect(await taken()).to.deep.equal(["one", "two"]);
    expect((await house().service.datasets.list(ADA, id))[0]!.id).to.equal(first!.id);
    await take("one", 1, true);
    await through();
    expect(said, "its message is dealt with once more").to.deep.equal([]);
    await take("one", 3);
    await through();
    expect(said[0]!.html, "sent again").to.contain("number 1");
  });

  it("are read again where the database was away, and given up when they were begun too often", async () => {
    house().datasets.fail("add", 1, new Error("away"));
    await take("one", 1);
    await through();
    expect(await taken()).to.deep.equal(["one"]);
    const job = { ...jobFor("two", 2), attempts: 10 };
    await house().stores.keyValues.write("collecting-clips", keyOf(job), job);
    jobs = program();
    await jobs.recover(api);
    await through();
    expect(said[0]!.html).to.contain("went wrong");
    expect(await taken()).to.deep.equal(["one"]);
  });

  it("leave the list without a word when their draft is gone or nobody hears", async () => {
    const { opened, open } = gate();
    served = opened;
    await take("one", 1);
    await house().service.library.delete(ADA, id);
    open();
    await through();
    id = await draftOf(ADA);
    blocked = true;
    await take("broken", 2);
    await through();
    expect(said).to.deep.equal([]);
  });

  it("are taken back by an undo as the answer to them: before, while and after they are read", async () => {
    const { service, stores } = house();
    const { opened, open } = gate();
    served = opened;
    const undo = new CollectingUndo({
      service,
      archives: { cancel: () => Promise.resolve() } as unknown as ArchiveJobs,
      clips: jobs,
      collecting: { changed: () => Promise.resolve() } as unknown as CollectingCard,
      keyValues: stores.keyValues,
      texts: TEXTS,
    });
    const undoing = (clip: string, messageId: number) =>
      undo.undo(api, jobFor(clip, 1).person, id, {
        message_id: messageId,
        from: { id: 1 },
        reply_to_message: {
          from: { id: 1 },
          video: { file_id: "f", file_unique_id: clip, width: 1, height: 1, duration: 1 },
        },
      } as Message);
    await take("one", 1);
    await take("two", 2);
    expect(await undoing("two", 11)).to.contain("left out");
    const whileRead = undoing("one", 12);
    open();
    expect(await whileRead).to.contain("Photo 1 is out again");
    await take("three", 3);
    await through();
    expect(await undoing("three", 13)).to.contain("is out again");
    expect(await taken()).to.deep.equal([]);
    expect(fetched).to.deep.equal(["one", "three"]);
  });
});

function blockedError(): GrammyError {
  const description = "Forbidden: bot was blocked by the user";
  return new GrammyError("no", { ok: false, error_code: 403, description }, "sendMessage", {});
}
