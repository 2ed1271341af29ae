import { DomainError } from "../../core/errors.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type { User } from "../../core/training/model.js";
import type { Connection, Statement } from "./connection.js";
import { DocumentStatement } from "./documents.js";

export class SqliteUserRepository implements UserRepository {
  readonly #connection: Connection;
  readonly #get: DocumentStatement<User>;
  readonly #put: Statement;
  readonly #delete: Statement;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#get = new DocumentStatement(connection, "SELECT doc FROM users WHERE id = ?");
    this.#put = connection.prepare(
      "INSERT INTO users (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
    );
    this.#delete = connection.prepare("DELETE FROM users WHERE id = ?");
  }

  async remember(user: User): Promise<User> {
    const known = await this.get(user.id);
    // Asked for with every update; nearly always nothing has changed, and reading needs no lock and no fsync.
    if (known?.name === user.name) {
      return known;
    }
    return this.#connection.write(() => {
      const current = this.#get.one(user.id);
      return this.#store(current === undefined ? user : { ...current, name: user.name });
    });
  }

  get(id: string): Promise<User | undefined> {
    return this.#connection.run(() => this.#get.one(id));
  }

  setLocale(id: string, locale: string): Promise<User> {
    return this.#connection.write(() => {
      const user = this.#get.one(id);
      if (user === undefined) {
        throw new DomainError("not-found");
      }
      return this.#store({ ...user, locale });
    });
  }

  delete(id: string): Promise<boolean> {
    return this.#connection.run(() => this.#delete.run(id) > 0);
  }

  #store(user: User): User {
    const doc = JSON.stringify(user);
    this.#put.run(user.id, doc);
    return JSON.parse(doc) as User;
  }
}
