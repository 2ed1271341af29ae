import type { ArchivedRecord, RecordArchive, RecordKind } from "../ports/record-archive.js";
import type { Training } from "../training/model.js";
import { fingerprintOf } from "./fingerprint.js";
import { staysBehind, type MigrationNotes } from "./notes.js";
import { MigrationRefused } from "./refused.js";

const PAGE = 200;

/** Trainings come after what they name, and handled updates last, since they take pending ones away. */
export const RECORD_KINDS = [
  "users",
  "positions",
  "images",
  "models",
  "keyValues",
  "postings",
  "pendingUpdates",
  "trainings",
  "handledUpdates",
] as const satisfies readonly RecordKind[];

/** Every record of a kind that is to be moved. */
export async function* recordsOf<K extends RecordKind>(
  archive: RecordArchive,
  kind: K,
): AsyncGenerator<ArchivedRecord<K>> {
  let after: string | undefined;
  for (;;) {
    const page = await archive.page(kind, after, PAGE);
    for (const record of page) if (!staysBehind(kind, record.id)) yield record;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id;
  }
}

/** What a kind's migration did, or found at the end. */
export interface RecordCounts {
  readonly source: number;
  readonly copied: number;
  /** At the target already. */
  readonly present: number;
  /** Copied earlier, and gone from the source since. */
  readonly removed: number;
}

export interface Verification {
  readonly kind: RecordKind;
  readonly source: number;
  /** Of the source's records, those that the target holds exactly. */
  readonly equal: number;
  /** The target's own, which the source does not know. */
  readonly others: number;
}

type Standing = "absent" | "equal" | "ours" | "newer" | "deleted";

/** Moves records from one database to another, each compared with what earlier runs put there. */
export class RecordMigration {
  constructor(
    private readonly source: RecordArchive,
    private readonly target: RecordArchive,
    private readonly notes: MigrationNotes,
  ) {}

  /** What would be overwritten or brought back against somebody's later work; a line for each record. */
  async conflicts(): Promise<string[]> {
    const found: string[] = [];
    for (const kind of RECORD_KINDS) {
      for await (const record of recordsOf(this.source, kind)) {
        const standing = await this.standing(kind, record);
        if (isConflict(standing)) found.push(conflictText(kind, record.id, standing));
      }
      for await (const record of recordsOf(this.target, kind)) {
        if ((await this.leftOver(kind, record)) === "changed") {
          found.push(conflictText(kind, record.id, "newer"));
        }
      }
    }
    return found;
  }

  /** @throws MigrationRefused when the target was written to meanwhile */
  async copy(kind: RecordKind): Promise<RecordCounts> {
    let [copied, present] = [0, 0];
    // First, since a newer record may need the older one's place.
    const removed = await this.removeLeftOvers(kind);
    for await (const record of recordsOf(this.source, kind)) {
      const standing = await this.standing(kind, record);
      if (isConflict(standing)) throw new MigrationRefused([conflictText(kind, record.id, standing)]);
      const fingerprint = fingerprintOf(record.value);
      if (standing === "equal") {
        present += 1;
        const note = await this.notes.note(kind, record.id);
        if (note.done === fingerprint && note.begun === undefined) continue;
      } else {
        copied += 1;
        const { done } = await this.notes.note(kind, record.id);
        await this.notes.write(kind, record.id, { begun: fingerprint, ...(done !== undefined && { done }) });
        await this.target.put(kind, record);
      }
      await this.notes.write(kind, record.id, { done: fingerprint });
    }
    return { source: copied + present, copied, present, removed };
  }

  async verify(kind: RecordKind): Promise<Verification> {
    let [source, equal, others] = [0, 0, 0];
    for await (const { id, value } of recordsOf(this.source, kind)) {
      source += 1;
      const there = await this.target.get(kind, id);
      if (there !== undefined && fingerprintOf(there) === fingerprintOf(value)) equal += 1;
    }
    for await (const { id } of recordsOf(this.target, kind)) {
      if ((await this.source.get(kind, id)) === undefined) others += 1;
    }
    return { kind, source, equal, others };
  }

  private async standing(kind: RecordKind, { id, value }: ArchivedRecord<RecordKind>): Promise<Standing> {
    const there = await this.target.get(kind, id);
    const { begun, done } = await this.notes.note(kind, id);
    if (there === undefined) {
      if (done !== undefined) return "deleted";
      return (await this.handledThere(kind, id)) ? "newer" : "absent";
    }
    const found = fingerprintOf(there);
    if (found === fingerprintOf(value)) return "equal";
    if (found === begun || found === done) return "ours";
    const unknown = begun === undefined && done === undefined;
    const older = kind === "trainings" && (there as Training).version < (value as Training).version;
    return unknown && older ? "ours" : "newer";
  }

  /** An update that waits here and was handled there is later work, though it is kept under another kind. */
  private async handledThere(kind: RecordKind, id: string): Promise<boolean> {
    return kind === "pendingUpdates" && (await this.target.get("handledUpdates", id)) !== undefined;
  }

  /** What a record of the target is that the source has no more (or never had). */
  private async leftOver(
    kind: RecordKind,
    { id, value }: ArchivedRecord<RecordKind>,
  ): Promise<"no" | "foreign" | "copy" | "changed"> {
    if ((await this.source.get(kind, id)) !== undefined) return "no";
    const { begun, done } = await this.notes.note(kind, id);
    if (begun === undefined && done === undefined) return "foreign";
    const found = fingerprintOf(value);
    return found === begun || found === done ? "copy" : "changed";
  }

  private async removeLeftOvers(kind: RecordKind): Promise<number> {
    let removed = 0;
    for await (const record of recordsOf(this.target, kind)) {
      const left = await this.leftOver(kind, record);
      if (left === "changed") throw new MigrationRefused([conflictText(kind, record.id, "newer")]);
      if (left !== "copy") continue;
      await this.target.remove(kind, record.id);
      await this.notes.forget(kind, record.id);
      removed += 1;
    }
    return removed;
  }
}

function isConflict(standing: Standing): standing is "newer" | "deleted" {
  return standing === "newer" || standing === "deleted";
}

function conflictText(kind: RecordKind, id: string, standing: "newer" | "deleted"): string {
  return standing === "newer"
    ? `${kind} ${id}: the target holds another, newer record`
    : `${kind} ${id}: it was copied earlier and has been deleted at the target since`;
}
