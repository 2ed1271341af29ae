import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import sharp from "sharp";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { startTraining, tapFor } from "../support/train-by-chat.js";

describe("choosing another step of a model", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 9_700;

  function newChat(): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
  }

  afterEach(() => darkroom().trainer.behave({ steps: 4 }));

  async function trained(chat: PersonChat): Promise<ChatMessage> {
    await darkroom().trainer.behave({ steps: 120, secondsPerStep: 0.001, keepsSteps: true });
    const card = await startTraining(chat);
    return chat.waitFor(/is trained/, { after: card, timeoutMs: 30_000 });
  }
  const documents = (chat: PersonChat) => chat.messages.filter(({ media }) => media?.kind === "document");
  /** What the link in a model's message leads to. */
  const fileOf = async ({ text }: ChatMessage): Promise<Buffer> => {
    const link = /https?:\/\/\S+\/files\/\S+/.exec(text)![0];
    return Buffer.from(await (await fetch(link)).arrayBuffer());
  };
  const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
  const isPage = ({ text }: ChatMessage): boolean => text.includes("as it was after each of these steps");

  it("shows the samples by step, makes the chosen one the model, and takes it back", async function () {
    this.timeout(60_000);
    const chat = newChat();
    const done = await trained(chat);
    await eventually(() => expect(documents(chat)).to.have.lengthOf(1));
    const page = await tapFor(chat, done, /Other steps/, isPage);
    expect(page.media?.kind).to.equal("photo");
    expect((await sharp(page.media!.path).metadata()).width).to.equal(1080);
    expect(page.text).to.contain("In use: step 120");
    expect(page.buttons).to.deep.equal(["Use step 30", "Use step 60", "Use step 90", "✓ Step 120"]);

    const mark = chat.mark();
    expect((await chat.tap(page, "Use step 60")).text).to.contain("that of step 60 now");
    const model = await chat.waitFor(/🧩 Rex[^]*Rex-tiny-sdxl-step60\.safetensors/, { after: mark });
    expect(page.text).to.contain("In use: step 60");
    expect(page.buttons).to.deep.equal(["Use step 30", "✓ Step 60", "Use step 90", "Use step 120"]);
    const file = await chat.waitFor(({ media }) => media?.fileName === "Rex-tiny-sdxl-step60.safetensors", {
      after: mark,
    });
    const bytes = await fileOf(model);
    expect(model.text).to.contain(sha256(bytes));
    expect(await readFile(file.media!.path)).to.deep.equal(bytes);

    const count = chat.messages.length;
    await chat.tap(page, "✓ Step 60");
    expect(chat.messages.length, "it is in use already").to.equal(count);

    const list = await chat.ask("/trainings", /Your training/);
    await chat.tap(list, /Rex/);
    await eventually(() => expect(list.buttons).to.include.members(["🔗 Link", "🪜 Other steps"]));
    await chat.tap(list, /Share/);
    await eventually(() => expect(list.text).to.contain("?start="));
    const friend = newChat();
    const opened = await friend.start(/\?start=(\S+)/.exec(list.text)![1]);
    const offer = await friend.waitFor(/shares a model/, { after: opened });
    const shared = await tapFor(friend, offer, /Accept/, /🧩 Rex/);
    expect(shared.text)
      .to.contain("step60.safetensors")
      .and.contain(sha256(await fileOf(shared)));
    await chat.tap(list, /Back/);
    await eventually(() => expect(list.buttons).to.include("🔗 Link"));
    expect((await tapFor(chat, list, /Link/, /🧩 Rex/)).text).to.contain("step60.safetensors");
    const again = await tapFor(chat, list, /Other steps/, isPage);
    expect(again.text).to.contain("In use: step 60");
    expect((await tapFor(chat, again, "Use step 120", /🧩 Rex/)).text).to.contain(
      "Rex-tiny-sdxl.safetensors",
    );
    expect(await fileOf(shared), "what was handed over stays what it is").to.deep.equal(bytes);
    const theirs = await friend.ask("/trainings", /no trainings yet/);
    await friend.tap(theirs, /Shared with me/);
    await friend.tap(theirs, /Rex/);
    const renewed = await tapFor(friend, theirs, /Link/, /🧩 Rex/);
    expect(renewed.text)
      .to.contain("Rex-tiny-sdxl.safetensors")
      .and.contain(sha256(await fileOf(renewed)));
  });

  it("is for its person alone, knows no other steps, and leaves no file when the training is deleted", async function () {
    this.timeout(60_000);
    const chat = newChat();
    const done = await trained(chat);
    const page = await tapFor(chat, done, /Other steps/, isPage);
    const data = page.keyboard[0]![0]!.callback_data!;
    const stranger = newChat();
    const theirs = await stranger.ask("/help", /./);
    for (const forged of [data, data.replace(/use:.*/, "steps:")]) {
      expect((await stranger.forgeTap(theirs, forged)).text).to.contain("somebody else");
    }
    for (const step of ["31", "-30", "", "1e1", "constructor"]) {
      expect((await chat.forgeTap(page, data.replace(/use:.*/, `use:${step}`))).text).not.to.contain("now");
    }
    expect(page.text).to.contain("In use: step 120");
    const folder = join(darkroom().dataFolder, "blobs", "models", data.split(":")[1]!);
    expect(await readdir(join(folder, "steps"))).to.have.lengthOf(3);
    const list = await chat.ask("/trainings", /Your training/);
    await chat.tap(list, /Rex/);
    await eventually(() => expect(list.buttons.join()).to.contain("Delete"));
    await chat.tap(list, /Delete/);
    await chat.tap(list, /Yes/);
    await eventually(async () =>
      expect(await readdir(join(folder, "steps")).catch(() => [])).to.deep.equal([]),
    );
  });
});
