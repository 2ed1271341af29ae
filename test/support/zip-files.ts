import { crc32, deflateRawSync } from "node:zlib";
import { ZipFile } from "yazl";
import { bytesOf } from "./byte-streams.js";

/** A zip as an honest program makes it. */
export async function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return bytesOf(zip.outputStream as unknown as AsyncIterable<Buffer>);
}

/** An entry as nobody's program writes it, field by field; what is left out is what an honest one would say. */
export interface CraftedEntry {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array | string;
  readonly deflated?: boolean;
  /** General purpose flags: 1 is encrypted, 0x40 strongly. */
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly statedBytes?: number;
  /** A Unix mode: 0o120777 is a symbolic link. */
  readonly mode?: number;
}

/** A zip of such entries. @param statedEntries how many the end of the file says there are */
export function craftedZip(entries: readonly CraftedEntry[], statedEntries = entries.length): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content ?? "");
    const data = entry.deflated === true ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0x800, 2);
    common.writeUInt16LE(entry.method ?? (entry.deflated === true ? 8 : 0), 4);
    common.writeUInt32LE(entry.crc ?? crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.statedBytes ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    locals.push(signed(0x04034b50), common, name, data);
    // Version 2.0, made on Unix.
    central.push(signed(0x02014b50), Buffer.from([20, 3]), common, tail, name);
    offset += 30 + name.length + data.length;
  }
  const table = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(statedEntries, 4);
  end.writeUInt16LE(statedEntries, 6);
  end.writeUInt32LE(table.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, table, signed(0x06054b50), end]);
}

function signed(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}
