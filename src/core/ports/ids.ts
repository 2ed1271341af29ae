export interface Ids {
  /** A new id of 12 to 32 characters of `[a-z0-9]`, hard to guess; later ones sort after earlier ones. */
  next(): string;
}
