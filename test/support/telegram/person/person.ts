import type { PersonRecord } from "../state/chats.js";
import type { World } from "../world.js";
import { PersonChat } from "./chat.js";
import type { Group } from "./group.js";

/** Somebody with a phone. */
export class Person {
  readonly #chats = new Map<number, PersonChat>();

  constructor(
    private readonly world: World,
    readonly record: PersonRecord,
  ) {}

  get id(): number {
    return this.record.profile.id;
  }

  /** The chat with the bot alone. */
  privateChat(): PersonChat {
    return this.#chat(
      this.id,
      () => new PersonChat(this.world, this.record, { type: "private", person: this.record }),
    );
  }

  /** This person's view of a group they are a member of. */
  in(group: Group): PersonChat {
    if (!group.record.members.has(this.id))
      throw new Error(`${this.record.profile.firstName} is not in "${group.title}"`);
    return this.#chat(
      group.id,
      () => new PersonChat(this.world, this.record, { type: "supergroup", group: group.record }),
    );
  }

  setLanguage(languageCode: string | undefined): void {
    this.record.profile.languageCode = languageCode;
  }

  /** The account is gone: the bot gets 403 from now on. */
  deactivate(): void {
    this.record.deactivated = true;
  }

  #chat(id: number, make: () => PersonChat): PersonChat {
    const chat = this.#chats.get(id) ?? make();
    this.#chats.set(id, chat);
    return chat;
  }
}
