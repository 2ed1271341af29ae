import type { TrainingRepository } from "../ports/training-repository.js";
import type { Actor } from "../training/model.js";
import type { Accounts } from "./accounts.js";
import { csvOf } from "./csv.js";
import type { Balance, Posting } from "./posting.js";

const ENTRIES_A_PAGE = 8;
/** Read at once where all of a person's postings are looked through. */
const CHUNK = 200;
/** Read at once for a page: as much as it shows, and whether there is more. */
const PAGE_CHUNK = ENTRIES_A_PAGE + 1;

/** A posting as its person reads it. */
export interface Entry {
  readonly posting: Posting;
  /** Of the training that it is about, where that is the person's own and still there. */
  readonly trainingName: string | undefined;
}

export interface StatementPage {
  readonly balance: Balance;
  /** Newest first. */
  readonly entries: readonly Entry[];
  /** What to ask for to see the entries before and behind these; absent where there are none. */
  readonly older: number | undefined;
  readonly newer: number | undefined;
}

/** What a person has, and how it came about. */
export class Statement {
  readonly #accounts: Accounts;
  readonly #trainings: TrainingRepository;

  constructor(deps: { accounts: Accounts; trainings: TrainingRepository }) {
    this.#accounts = deps.accounts;
    this.#trainings = deps.trainings;
  }

  /**
   * A page of the actor's entries.
   *
   * @param before those before this sequence number; the newest without one
   * @throws DomainError `storage-failed`
   */
  async page(actor: Actor, before?: number): Promise<StatementPage> {
    const balance = await this.#accounts.balance(actor.userId);
    const newest = (await this.#first(actor, 1)).at(0)?.sequence ?? 0;
    const found = await this.#first(actor, PAGE_CHUNK, before);
    const postings = found.slice(0, ENTRIES_A_PAGE);
    const entries: Entry[] = [];
    for (const posting of postings)
      entries.push({ posting, trainingName: await this.#trainingName(actor, posting) });
    const [first, last] = [postings.at(0)?.sequence ?? newest, postings.at(-1)?.sequence];
    return {
      balance,
      entries,
      older: found.length > ENTRIES_A_PAGE ? last : undefined,
      // Where some are left out, a page shows some again: none is passed over.
      newer: first < newest ? first + ENTRIES_A_PAGE + 1 : undefined,
    };
  }

  /** The months, as `2030-01` (UTC), in which the actor has postings; newest first. @throws DomainError `storage-failed` */
  async months(actor: Actor): Promise<string[]> {
    const months = new Set<string>();
    for await (const posting of this.#all(actor)) months.add(monthOf(posting));
    return [...months];
  }

  /** The actor's postings of a month as CSV, oldest first. @throws DomainError `storage-failed` */
  async csv(actor: Actor, month: string): Promise<string> {
    const postings: Posting[] = [];
    for await (const posting of this.#all(actor)) {
      if (monthOf(posting) === month) postings.unshift(posting);
      else if (monthOf(posting) < month) break;
    }
    return csvOf(postings);
  }

  /** So many of the newest. @param before those before this sequence number */
  async #first(actor: Actor, count: number, before?: number): Promise<Posting[]> {
    const postings: Posting[] = [];
    for await (const posting of this.#all(actor, PAGE_CHUNK, before)) {
      postings.push(posting);
      if (postings.length === count) break;
    }
    return postings;
  }

  /** Newest first. A Start that was cut off leaves a posting that moved nothing: that is left out. */
  async *#all(actor: Actor, limit = CHUNK, from?: number): AsyncIterable<Posting> {
    for await (const posting of this.#accounts.statement(actor, { from, limit }))
      if (Object.keys(posting.lines).length > 0) yield posting;
  }

  async #trainingName({ userId }: Actor, { about }: Posting): Promise<string | undefined> {
    const id = about["training"] ?? about["dataset"];
    const training = typeof id === "string" ? await this.#trainings.get(id) : undefined;
    return training?.ownerId === userId ? training.name : undefined;
  }
}

function monthOf({ at }: Posting): string {
  return new Date(at).toISOString().slice(0, 7);
}
