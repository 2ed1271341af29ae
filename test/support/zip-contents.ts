import { buffer } from "node:stream/consumers";
import { fromBuffer } from "yauzl";
import type { Entry, ZipFile } from "yauzl";

/** The files in a zip by name, in their order. */
export async function zipContents(zip: Buffer): Promise<Map<string, Buffer>> {
  const file = await new Promise<ZipFile>((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, opened) => {
      if (error) reject(error);
      else resolve(opened);
    });
  });
  const contents = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    file.on("error", reject);
    file.on("end", () => {
      resolve(contents);
    });
    file.on("entry", (entry: Entry) => {
      file.openReadStream(entry, (error, stream) => {
        if (error) {
          reject(error);
          return;
        }
        buffer(stream).then((content) => {
          contents.set(entry.fileName, content);
          file.readEntry();
        }, reject);
      });
    });
    file.readEntry();
  });
}
