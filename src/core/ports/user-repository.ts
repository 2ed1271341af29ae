import type { User } from "../training/model.js";

export interface UserRepository {
  /** Stores a new user; one that is known keeps their `locale` and `createdAt` and gets the new name. */
  remember(user: User): Promise<User>;
  get(id: string): Promise<User | undefined>;
  /** @throws DomainError `not-found` */
  setLocale(id: string, locale: string): Promise<User>;
  /** Gives whether there was one. */
  delete(id: string): Promise<boolean>;
}
