import { expect } from "chai";
import { InputFile } from "grammy";
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, it } from "mocha";
import sharp from "sharp";
import { existsSync } from "node:fs";
import { refusal, startRig } from "./harness.js";
import type { Rig } from "./harness.js";

const MB = 1024 * 1024;

function picture(width: number, height: number): Promise<Buffer> {
  const noise = { create: { width, height, channels: 3 as const, background: "#336699" } };
  return sharp(noise)
    .jpeg()
    .withExif({ IFD0: { Copyright: "somebody" } })
    .toBuffer();
}

describe("Telegram emulator: files", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.telegram.close());

  async function download(fileId: string): Promise<Buffer> {
    const { telegram, api } = rig;
    const { file_path = "" } = await api.getFile(fileId);
    const answer = await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${file_path}`);
    expect(answer.status).to.equal(200);
    return Buffer.from(await answer.arrayBuffer());
  }

  it("re-encodes photos: JPEG, 1,280 on the long side, no metadata, several sizes", async () => {
    const { chat } = rig;
    const { raw } = await chat.sendPhoto(await picture(3000, 2000));
    const sizes = raw.photo!.map(({ width, height }) => [width, height]);
    expect(sizes).to.deep.equal([
      [90, 60],
      [320, 213],
      [800, 533],
      [1280, 853],
    ]);
    const largest = raw.photo!.at(-1)!;
    const bytes = await download(largest.file_id);
    const metadata = await sharp(bytes).metadata();
    expect([metadata.format, metadata.width, metadata.height, metadata.exif]).to.deep.equal([
      "jpeg",
      1280,
      853,
      undefined,
    ]);
    expect(bytes).to.have.lengthOf(largest.file_size!);
  });

  it("turns a photo by its EXIF orientation", async () => {
    const lying = await sharp(await picture(400, 200))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { media } = await rig.chat.sendPhoto(lying);
    expect(media).to.include({ width: 200, height: 400 });
  });

  it("gives the same content the same unique id and every sending its own file id", async () => {
    const { chat } = rig;
    const bytes = await picture(300, 300);
    const [one, two] = [await chat.sendPhoto(bytes), await chat.sendPhoto(bytes)].map(({ raw }) =>
      raw.photo!.at(-1)!,
    );
    expect(one!.file_unique_id).to.equal(two!.file_unique_id);
    expect(one!.file_id).not.to.equal(two!.file_id);
  });

  it("keeps a document's bytes, name and type", async () => {
    const bytes = await picture(2000, 1500);
    const { raw } = await rig.chat.sendDocument(bytes, { fileName: "holiday.JPG" });
    expect(raw.document).to.include({
      file_name: "holiday.JPG",
      mime_type: "image/jpeg",
      file_size: bytes.length,
    });
    expect((await download(raw.document!.file_id)).equals(bytes)).to.equal(true);
  });

  it("sends a file again by its id, as the same kind only", async () => {
    const { api, chat } = rig;
    const { raw } = await chat.sendPhoto(await picture(300, 300));
    const { file_id } = raw.photo!.at(-1)!;
    const again = await api.sendPhoto(chat.id, file_id);
    expect(again.photo.at(-1)!.file_unique_id).to.equal(raw.photo!.at(-1)!.file_unique_id);
    expect((await refusal(api.sendDocument(chat.id, file_id))).description).to.match(
      /can't use file of type Photo as Document/,
    );
    expect((await refusal(api.sendPhoto(chat.id, "AgACnonsense"))).description).to.match(
      /wrong file identifier/,
    );
  });

  it("refuses photos that cannot be read, too long or too narrow ones", async () => {
    const { api, chat } = rig;
    const send = (bytes: Buffer): Promise<unknown> => api.sendPhoto(chat.id, new InputFile(bytes, "x.jpg"));
    expect((await refusal(send(Buffer.from("no picture")))).description).to.equal(
      "Bad Request: IMAGE_PROCESS_FAILED",
    );
    expect((await refusal(send(await picture(6000, 4001)))).description).to.equal(
      "Bad Request: PHOTO_INVALID_DIMENSIONS",
    );
    expect((await refusal(send(await picture(2100, 100)))).description).to.equal(
      "Bad Request: PHOTO_INVALID_DIMENSIONS",
    );
    expect((await refusal(send(randomBytes(11 * MB)))).description).to.match(/is too big for a photo/);
    expect((await refusal(send(Buffer.alloc(0)))).description).to.equal(
      "Bad Request: file must be non-empty",
    );
  });

  it("reduces a person's picture of any size, as their app does", async () => {
    const { media } = await rig.chat.sendPhoto(await picture(6000, 4100));
    expect(media).to.include({ width: 1280, height: 875 });
  });

  it("refuses to give a file over 20 MB and to take one over 50 MB", async () => {
    const { api, chat } = rig;
    const { raw } = await chat.sendDocument(Buffer.alloc(20 * MB + 1), { fileName: "big.bin" });
    expect((await refusal(api.getFile(raw.document!.file_id))).description).to.equal(
      "Bad Request: file is too big",
    );
    const upload = api.sendDocument(chat.id, new InputFile(Buffer.alloc(50 * MB + 1), "bigger.bin"));
    const refused = await refusal(upload);
    expect([refused.error_code, refused.description]).to.deep.equal([413, "Request Entity Too Large"]);
  });

  it("as a server of one's own gives paths on this machine, whatever the size", async () => {
    const local = await startRig({ limits: "off", localServer: true });
    const { raw } = await local.chat.sendDocument(Buffer.alloc(20 * MB + 1), { fileName: "big.bin" });
    const { file_path = "" } = await local.api.getFile(raw.document!.file_id);
    expect(existsSync(file_path)).to.equal(true);
    await local.telegram.close();
    expect(existsSync(file_path)).to.equal(false);
  });

  it("has nothing at a path that was not given out", async () => {
    const { telegram } = rig;
    const answer = await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/photos/../../etc/passwd`);
    expect(answer.status).to.equal(404);
  });
});
