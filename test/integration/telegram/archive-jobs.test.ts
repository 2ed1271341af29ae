import { expect } from "chai";
import { GrammyError, type Api } from "grammy";
import type { Message } from "grammy/types";
import { afterEach, beforeEach, describe, it } from "mocha";
import { fileURLToPath } from "node:url";
import { keyOf, type ArchiveJob } from "../../../src/integrations/telegram/archive-job.js";
import { ArchiveJobs } from "../../../src/integrations/telegram/archive-jobs.js";
import { CollectingCard } from "../../../src/integrations/telegram/collecting-card.js";
import { CollectingUndo } from "../../../src/integrations/telegram/collecting-undo.js";
import type { FileDownloads } from "../../../src/integrations/telegram/files.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { ADA, eachTestInAHouse } from "../../support/core-house.js";
import { eventually } from "../../support/eventually.js";
import { expectDomainError } from "../../support/expect-domain-error.js";
import { once } from "../../support/fake-images.js";
import { zipOf } from "../../support/zip-files.js";

const LOCALES = fileURLToPath(new URL("../../../locales", import.meta.url));
const PERSON = { actor: ADA, channel: "telegram:10", locale: "en" };

describe("zips on the list", () => {
  const house = eachTestInAHouse();
  let said: Map<number, string>;
  let api: Api;
  let blocked: boolean;
  let zip: Buffer;
  /** What a download waits for. */
  let served: Promise<void>;
  let jobs: ArchiveJobs;
  let collecting: CollectingCard;
  let id: string;

  beforeEach(async () => {
    said = new Map();
    blocked = false;
    served = Promise.resolve();
    // The jobs use these two methods of it.
    api = {
      sendMessage: (_chat: number, html: string) => {
        said.set(said.size + 1, html);
        return Promise.resolve({ message_id: said.size });
      },
      editMessageText: (_chat: number, messageId: number, html: string) => {
        if (blocked) return Promise.reject(blockedError());
        said.set(messageId, html);
        return Promise.resolve(true);
      },
    } as unknown as Api;
    zip = await zipOf({ "1.jpg": "one", "1.txt": "first", "2.jpg": "two", "3.jpg": "three" });
    ({ jobs, collecting } = program());
    const { drafts } = house().service;
    ({ id } = await drafts.start(ADA, "telegram:10"));
    await drafts.setTriggerWord(ADA, id, "r3x");
  });
  afterEach(async () => {
    await jobs.stop(10_000);
    collecting.stop();
  });

  function program() {
    const { service, clock, logger, stores } = house();
    const { keyValues } = stores;
    const texts = new Texts(LOCALES);
    const card = new CollectingCard({ service, keyValues, texts, clock, logger });
    const files = {
      use: async (_file: unknown, work: (open: () => Promise<AsyncIterable<Uint8Array>>) => unknown) => {
        await served;
        return work(() => Promise.resolve(once(zip)));
      },
    } as unknown as FileDownloads;
    return {
      collecting: card,
      jobs: new ArchiveJobs({
        service,
        files,
        collecting: card,
        faces: { taken: () => Promise.resolve() },
        keyValues,
        texts,
        logger,
      }),
    };
  }

  /** No file comes until what this gives is called. */
  function holdDownloads(): () => void {
    let serve: () => void = () => undefined;
    served = new Promise((resolve) => {
      serve = () => {
        resolve();
      };
    });
    return serve;
  }

  const file = (uniqueId = "zip-1") => ({ fileId: "f", uniqueId, fileName: "rex.zip", bytes: 1 });
  const take = (messageId = 7) => jobs.take(api, PERSON, id, { messageId, file: file() });
  const images = () => house().service.datasets.list(ADA, id);
  const listed = () => house().stores.keyValues.list("collecting-archives", 10);
  const through = () =>
    eventually(async () => {
      expect(jobs.isReading(id)).to.equal(false);
      expect(await listed()).to.deep.equal([]);
    });

  it("are answered at once; the answer becomes the summary", async () => {
    const serve = holdDownloads();
    await take();
    expect(said.get(1)).to.contain("Reading <b>rex.zip</b>");
    expect(jobs.isReading(id)).to.equal(true);
    await take();
    serve();
    await through();
    expect([...said.values()]).to.have.lengthOf(1);
    expect(said.get(1)).to.contain("3 photos added").and.to.contain("One caption");
  });

  it("are read again where the database was away for a moment", async () => {
    house().datasets.fail("add", 1, new Error("away"));
    await take();
    await through();
    expect(said.get(1)).to.contain("3 photos added").and.to.not.contain("already");
  });

  it("are given up, with what they have, when they were begun too often in vain", async () => {
    const progress = { next: 1, photos: 1, captions: 0, repeated: 0, refused: 0, reasons: [] };
    const job: ArchiveJob = {
      person: PERSON,
      draftId: id,
      messageId: 7,
      file: file(),
      attempts: 4,
      progress,
    };
    await house().stores.keyValues.write("collecting-archives", keyOf(job), job);
    await jobs.recover(api);
    await through();
    expect(said.get(1)).to.contain("One photo added").and.to.contain("went wrong");
    expect(await images()).to.deep.equal([]);
  });

  it("are left to the next process by one that ends", async () => {
    served = new Promise(() => undefined);
    await take();
    await jobs.stop(20);
    expect(await listed()).to.have.lengthOf(1);
    served = Promise.resolve();
    ({ jobs, collecting } = program());
    await jobs.recover(api);
    await through();
    expect(said.get(1)).to.contain("3 photos added");
    expect(await images()).to.have.lengthOf(3);
  });

  it("of somebody who blocked the bot are read, and the photos are kept", async () => {
    await take();
    blocked = true;
    await through();
    expect(await images()).to.have.lengthOf(3);
  });

  it("of a draft that is deleted go with it, without a word", async () => {
    const serve = holdDownloads();
    await take();
    await house().service.library.delete(ADA, id);
    serve();
    await through();
    expect([...said.values()]).to.deep.equal([
      "📦 Reading <b>rex.zip</b>… The photos are counted below as they come out.",
    ]);
  });

  it("are five at most", async () => {
    const serve = holdDownloads();
    for (let messageId = 1; messageId <= 5; messageId++) await take(messageId);
    await expectDomainError(take(6), "archives-waiting");
    serve();
    await through();
    expect(
      [...said.values()].filter((text) => text.includes("3 photos were there already")),
    ).to.have.lengthOf(4);
  });

  it("and photos are taken back once by one message, however often it is dealt with", async () => {
    const { service, stores } = house();
    const undo = new CollectingUndo({
      service,
      archives: jobs,
      clips: { cancel: () => Promise.resolve(false) },
      collecting,
      keyValues: stores.keyValues,
      texts: new Texts(LOCALES),
    });
    const message = (messageId: number) => ({ message_id: messageId, text: "undo" }) as Message;
    for (const name of ["a", "b", "c"]) await house().addPhoto(id, name);
    const answers = [
      await undo.undo(api, PERSON, id, message(1)),
      await undo.undo(api, PERSON, id, message(1)),
    ];
    expect(answers[0]).to.equal(answers[1]).and.to.contain("Photo 3");
    expect(await images()).to.have.lengthOf(2);
    expect(await undo.undo(api, PERSON, id, message(2))).to.contain("Photo 2");
  });
});

function blockedError(): GrammyError {
  const answer = {
    ok: false,
    error_code: 403,
    description: "Forbidden: bot was blocked by the user",
  } as const;
  return new GrammyError("no", answer, "editMessageText", {});
}
