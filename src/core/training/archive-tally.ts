import type { DomainError, ErrorCode, ErrorParams } from "../errors.js";
import type { ArchiveRefusal } from "./archive-contents.js";

/** So many refusals are told by name; the others are counted. */
const NAMED = 8;
/** A name is kept up to so many characters, from its end: the rest is folders. */
const NAME_LENGTH = 80;

/** What came of an archive so far: JSON of bounded size, so that it can be kept and gone on from. */
export interface ArchiveProgress {
  /** Which of its photos comes next, from 0. */
  readonly next: number;
  readonly photos: number;
  readonly captions: number;
  /** Photos that were in the dataset already. */
  readonly repeated: number;
  /** Files that were not taken, those that are not named below among them. */
  readonly refused: number;
  /** The first of them. */
  readonly reasons: readonly ArchiveRefusal[];
  /** Why it was not read to its end. */
  readonly ended?: { readonly code: ErrorCode; readonly params: ErrorParams };
}

/** Keeps count while an archive is read. */
export class ArchiveTally {
  #progress: ArchiveProgress = { next: 0, photos: 0, captions: 0, repeated: 0, refused: 0, reasons: [] };

  /** @param begun where an earlier reading stood; or what is refused from the start */
  constructor(begun: ArchiveProgress | { readonly refused: readonly ArchiveRefusal[] }) {
    if ("next" in begun) this.#progress = begun;
    else for (const refusal of begun.refused) this.#note(refusal);
  }

  get progress(): ArchiveProgress {
    return this.#progress;
  }

  photo(): void {
    this.#change({ photos: this.#progress.photos + 1 });
  }

  caption(): void {
    this.#change({ captions: this.#progress.captions + 1 });
  }

  repeated(): void {
    this.#change({ repeated: this.#progress.repeated + 1 });
  }

  refuse(name: string, { code, params }: DomainError): void {
    this.#note({ name, code, params });
  }

  /** One photo is dealt with. */
  step(): void {
    this.#change({ next: this.#progress.next + 1 });
  }

  /** The reading ends here. @param left how many photos are not looked at */
  end({ code, params }: DomainError, left: number): ArchiveProgress {
    this.#change({ refused: this.#progress.refused + left, ended: { code, params } });
    return this.#progress;
  }

  #note({ name, code, params }: ArchiveRefusal): void {
    const { refused, reasons } = this.#progress;
    const named = reasons.length < NAMED ? [...reasons, { name: shown(name), code, params }] : reasons;
    this.#change({ refused: refused + 1, reasons: named });
  }

  #change(changes: Partial<ArchiveProgress>): void {
    this.#progress = { ...this.#progress, ...changes };
  }
}

/** A name as it can be shown: no control characters, nothing that turns the text around it. */
function shown(name: string): string {
  const clean = Array.from(name.replace(/[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu, "�"));
  return clean.length <= NAME_LENGTH ? clean.join("") : `…${clean.slice(1 - NAME_LENGTH).join("")}`;
}
