import type { ErrorCode, ErrorParams } from "../errors.js";
import type { ArchiveEntry } from "../ports/archive-reader.js";

/** A file of an archive that was not taken, and why; the code is that of an error, with its values. */
export interface ArchiveRefusal {
  readonly name: string;
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}

export interface ArchivedPhoto {
  /** The place in the archive, from 0: with the archive's own id it names the photo for good. */
  readonly index: number;
  readonly entry: ArchiveEntry;
  readonly caption: ArchiveEntry | undefined;
}

export interface ArchiveContents {
  readonly photos: readonly ArchivedPhoto[];
  readonly refused: readonly ArchiveRefusal[];
}

const NESTED = /\.(zip|zipx|cbz|jar|rar|7z|tar|tgz|gz|bz2|xz|zst)$/i;
const TEXT = /\.txt$/i;
/** What macOS and Windows put beside a person's files. */
const JUNK = /(^|\/)(__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$)/i;

/**
 * Sorts what an archive holds by names alone: texts are captions, folders and an operating system's own files
 * are passed over, archives are refused, and all else is looked at as a photo, whatever it is called.
 * A caption stands beside its photo: `rex.txt` or `rex.jpg.txt` for `rex.jpg`.
 */
export function sortArchive(entries: readonly ArchiveEntry[]): ArchiveContents {
  const refused: ArchiveRefusal[] = [];
  const photos: { index: number; entry: ArchiveEntry }[] = [];
  const texts = new Map<string, ArchiveEntry>();
  for (const [index, entry] of entries.entries()) {
    if (entry.isFolder || JUNK.test(entry.name)) continue;
    const code = faultOf(entry);
    if (code !== undefined) refused.push({ name: entry.name, code, params: {} });
    else if (TEXT.test(entry.name)) texts.set(entry.name.replace(TEXT, "").toLowerCase(), entry);
    else photos.push({ index, entry });
  }
  const used = new Set<ArchiveEntry>();
  const captioned = photos.map((photo) => {
    const name = photo.entry.name.toLowerCase();
    const caption = texts.get(name) ?? texts.get(withoutExtension(name));
    if (caption !== undefined) used.add(caption);
    return { ...photo, caption };
  });
  for (const text of texts.values()) {
    if (!used.has(text)) refused.push({ name: text.name, code: "archive-entry-alone", params: {} });
  }
  return { photos: captioned, refused };
}

function faultOf({ name, fault }: ArchiveEntry): ErrorCode | undefined {
  if (isTrick(name)) return "archive-entry-path";
  if (fault === "link") return "archive-entry-link";
  if (fault === "encrypted") return "archive-encrypted";
  if (NESTED.test(name)) return "archive-entry-nested";
  return fault === undefined ? undefined : "archive-entry-method";
}

/** A name that would lead elsewhere if it were taken for a path. It is not, but an honest program writes none. */
function isTrick(name: string): boolean {
  return name === "" || /^\/|^[a-z]:|[\\\0]/i.test(name) || name.split("/").includes("..");
}

function withoutExtension(name: string): string {
  return name.replace(/\.[^./]+$/, "");
}
