import type { GroupRecord, PersonRecord } from "../state/chats.js";
import type { World } from "../world.js";
import { announceStanding } from "./standing.js";

/** A group with the people in it, and with the bot unless somebody has thrown it out. */
export class Group {
  constructor(
    private readonly world: World,
    readonly record: GroupRecord,
  ) {}

  get id(): number {
    return this.record.id;
  }

  get title(): string {
    return this.record.title;
  }

  /** Somebody removes the bot: it gets 403 from now on. */
  kickBot(by: { record: PersonRecord }): void {
    this.#setBotStatus(by.record, "kicked");
  }

  /** Somebody takes the bot in, or gives it other rights. */
  addBot(by: { record: PersonRecord }, asAdmin = false): void {
    this.#setBotStatus(by.record, asAdmin ? "administrator" : "member");
  }

  #setBotStatus(by: PersonRecord, status: GroupRecord["botStatus"]): void {
    const before = this.record.botStatus;
    this.record.botStatus = status;
    announceStanding(this.world, { type: "supergroup", group: this.record }, by, before, status);
  }
}
