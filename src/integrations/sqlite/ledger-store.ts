import type { Posting } from "../../core/points/posting.js";
import type { LedgerStore } from "../../core/ports/ledger-store.js";
import type { Connection } from "./connection.js";
import { DocumentStatement } from "./documents.js";
import { isDuplicate } from "./errors.js";

/** Before every number that a posting has. */
const FIRST = 0;

function statements(connection: Connection) {
  return {
    append: connection.prepare("INSERT INTO postings (id, doc) VALUES (?, ?)"),
    get: new DocumentStatement<Posting>(connection, "SELECT doc FROM postings WHERE id = ?"),
    list: new DocumentStatement<Posting>(
      connection,
      "SELECT doc FROM postings WHERE person_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
    ),
    page: new DocumentStatement<Posting>(
      connection,
      `SELECT doc FROM postings WHERE (person_id, sequence) > (?, ?)
       ORDER BY person_id, sequence LIMIT ?`,
    ),
  };
}

export class SqliteLedgerStore implements LedgerStore {
  readonly #connection: Connection;
  readonly #sql: ReturnType<typeof statements>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#sql = statements(connection);
  }

  append(posting: Posting): Promise<boolean> {
    return this.#connection.run(() => {
      try {
        return this.#sql.append.run(posting.id, JSON.stringify(posting)) > 0;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    });
  }

  get(id: string): Promise<Posting | undefined> {
    return this.#connection.run(() => this.#sql.get.one(id));
  }

  async last(personId: string): Promise<Posting | undefined> {
    const [last] = await this.list(personId, { limit: 1 });
    return last;
  }

  list(
    personId: string,
    { limit, before = Number.MAX_SAFE_INTEGER }: { limit: number; before?: number },
  ): Promise<Posting[]> {
    return this.#connection.run(() => this.#sql.list.all(personId, before, limit));
  }

  page(after: Pick<Posting, "personId" | "sequence"> | undefined, limit: number): Promise<Posting[]> {
    const { personId, sequence } = after ?? { personId: "", sequence: FIRST };
    return this.#connection.run(() => this.#sql.page.all(personId, sequence, limit));
  }
}
