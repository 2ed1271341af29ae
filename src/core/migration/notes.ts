import type { KeyValueStore } from "../ports/key-value-store.js";
import type { RecordKind } from "../ports/record-archive.js";
import { parseKeyValueId } from "../ports/record-archive.js";

/** Fingerprints of what a migration put at its target, noted before and after the write. */
export interface Note {
  /** The write was begun, and may have come through. */
  readonly begun?: string;
  /** It came through. */
  readonly done?: string;
}

/** Its key-values in either database begin with this; they are the migration's own and not moved. */
const NAMESPACE = "store-migration";

/** What processes note of themselves while they run, and where the files of one database are. */
const OF_THE_MOMENT: readonly string[] = ["leaders", "worker-processes", "workers", "file-store"];

/** Whether a key-value belongs to migrations themselves, or to the database that it is in. */
export function staysBehind(kind: RecordKind, id: string): boolean {
  if (kind !== "keyValues") return false;
  const { namespace } = parseKeyValueId(id);
  return namespace.startsWith(NAMESPACE) || OF_THE_MOMENT.includes(namespace);
}

/**
 * What was put where, kept at the source: a record that differs at the target is known to be an older copy,
 * or to be somebody's later work. A target that was emptied has another mark, and counts as new.
 */
export class MigrationNotes {
  readonly #notes: KeyValueStore;
  readonly #namespace: string;

  private constructor(notes: KeyValueStore, namespace: string) {
    this.#notes = notes;
    this.#namespace = namespace;
  }

  /** @param newMark names the target where it has no mark of an earlier migration yet */
  static async open(source: KeyValueStore, target: KeyValueStore, newMark: string): Promise<MigrationNotes> {
    let mark = await target.read(NAMESPACE, "mark");
    if (typeof mark !== "string") {
      mark = newMark;
      await target.write(NAMESPACE, "mark", newMark);
    }
    return new MigrationNotes(source, `${NAMESPACE}/${String(mark)}`);
  }

  async note(kind: RecordKind, id: string): Promise<Note> {
    return ((await this.#notes.read(this.#namespace, `${kind}/${id}`)) as Note | undefined) ?? {};
  }

  async write(kind: RecordKind, id: string, note: Note): Promise<void> {
    await this.#notes.write(this.#namespace, `${kind}/${id}`, note);
  }

  async forget(kind: RecordKind, id: string): Promise<void> {
    await this.#notes.delete(this.#namespace, `${kind}/${id}`);
  }
}
