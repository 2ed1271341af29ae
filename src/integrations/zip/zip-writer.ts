import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { Archive, ArchiveEntry, ArchiveWriter } from "../../core/ports/archive-writer.js";

/** What yazl's types leave out: the size is given to the callback. */
interface Sized {
  end(options: undefined, onSize: (bytes: number) => void): void;
}

type Give = (error: unknown, stream: NodeJS.ReadableStream) => void;

/** Zip files whose entries are stored as they are: photos are compressed already, and the size is known so. */
export class ZipWriter implements ArchiveWriter {
  archive(entries: readonly ArchiveEntry[]): Archive {
    return { bytes: sizeOf(entries), open: () => contentOf(entries) };
  }
}

/** Lays the archive out without opening an entry. */
function sizeOf(entries: readonly ArchiveEntry[]): number {
  const zip = new ZipFile();
  for (const entry of entries) add(zip, entry, () => undefined);
  let size = -1;
  (zip as unknown as Sized).end(undefined, (bytes) => {
    size = bytes;
  });
  if (size < 0) throw new Error("the size of a zip file could not be told beforehand");
  return size;
}

/** Opens nothing before it is read: a failure has somebody to hear of it. */
async function* contentOf(entries: readonly ArchiveEntry[]): AsyncGenerator<Uint8Array> {
  yield* begun(entries) as AsyncIterable<Uint8Array>;
}

function begun(entries: readonly ArchiveEntry[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream;
  if (!(output instanceof Readable)) throw new TypeError("yazl gives no stream of node's");
  let reading: Readable | undefined;
  const fail = (error: unknown): void => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  zip.on("error", fail);
  // Who stops reading half-way leaves no file open.
  output.once("close", () => reading?.destroy());
  for (const entry of entries) {
    add(zip, entry, (give) => {
      entry.open().then((bytes) => {
        reading = Readable.from(bytes, { objectMode: false }).on("error", fail);
        if (output.destroyed) reading.destroy();
        else give(undefined, reading);
      }, fail);
    });
  }
  zip.end();
  return output;
}

function add(zip: ZipFile, { name, bytes, modifiedAt }: ArchiveEntry, open: (give: Give) => void): void {
  zip.addReadStreamLazy(name, { size: bytes, compress: false, mtime: new Date(modifiedAt) }, open);
}
