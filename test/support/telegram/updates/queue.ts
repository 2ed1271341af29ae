import { EventEmitter } from "node:events";
import type { Update, UpdateType } from "../wire.js";

/** Telegram sends these only to a bot that asks for them. */
const ON_REQUEST: UpdateType[] = ["chat_member", "message_reaction", "message_reaction_count"];
const FIRST_ID = 710_000_000;

/** Updates that the bot has not confirmed yet. They stay through every crash of the bot. */
export class UpdateQueue extends EventEmitter<{ update: [Update] }> {
  #pending: Update[] = [];
  #lastId = FIRST_ID;
  #allowed: ReadonlySet<UpdateType> | null = null;

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  get pending(): readonly Update[] {
    return this.#pending;
  }

  get allowed(): UpdateType[] | undefined {
    return this.#allowed === null ? undefined : [...this.#allowed];
  }

  /** Which types the bot wants; an empty list is Telegram's default, undefined leaves things as they are. */
  allow(types: UpdateType[] | undefined): void {
    if (types !== undefined) this.#allowed = types.length === 0 ? null : new Set(types);
  }

  /** Queues an update, unless the bot did not ask for its type. */
  push<Type extends UpdateType>(type: Type, payload: NonNullable<Update[Type]>): void {
    const wanted = this.#allowed === null ? !ON_REQUEST.includes(type) : this.#allowed.has(type);
    if (!wanted) return;
    this.#lastId += 1;
    // What is queued is a snapshot: a later edit of the message must not change it.
    const update = structuredClone({ update_id: this.#lastId, [type]: payload }) as Update;
    this.#pending.push(update);
    this.emit("update", update);
  }

  /** Forgets everything before `offset`; a negative one keeps that many from the end. */
  confirm(offset: number): void {
    this.#pending =
      offset < 0 ? this.#pending.slice(offset) : this.#pending.filter(({ update_id }) => update_id >= offset);
  }

  remove(updateId: number): void {
    this.#pending = this.#pending.filter(({ update_id }) => update_id !== updateId);
  }

  /** Ids go on rising: a bot that polls on must see what comes next. */
  clear(): void {
    this.#pending = [];
  }
}
