export interface StoredUpdate {
  /** The platform's number of the update; rising. */
  readonly id: number;
  /** The platform's JSON, as it came. */
  readonly body: unknown;
  /** How often handling it was begun. */
  readonly attempts: number;
}

/**
 * What a platform sent and the bot has not dealt with yet. An update is acknowledged to the platform once it
 * is here, and leaves when it was handled: nothing is lost in a crash between the two.
 */
export interface UpdateInbox {
  /** On disk when it returns. Gives the ids that were new; an update that is or was here is not taken twice. */
  append(updates: readonly { id: number; body: unknown }[]): Promise<number[]>;
  /** Unhandled updates in order of their ids. */
  pending(): Promise<StoredUpdate[]>;
  /** Counts an attempt before handling begins; gives how many there were, this one included. */
  begin(id: number): Promise<number>;
  /** Handled: removed, but its id is remembered (the newest 10,000) so that a repeat is known. */
  done(id: number): Promise<void>;
}
