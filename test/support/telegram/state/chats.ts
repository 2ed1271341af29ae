import { badRequest, forbidden } from "../api-error.js";
import { defined } from "../defined.js";
import type { Chat, Result, User } from "../wire.js";

export interface PersonProfile {
  id: number;
  firstName: string;
  lastName?: string | undefined;
  username?: string | undefined;
  languageCode?: string | undefined;
}

/** A person as the servers know them. */
export interface PersonRecord {
  profile: PersonProfile;
  /** Whether they have ever written to the bot: it may not write first. */
  started: boolean;
  blocked: boolean;
  deactivated: boolean;
}

export interface GroupRecord {
  id: number;
  title: string;
  username?: string | undefined;
  members: Set<number>;
  botStatus: "member" | "administrator" | "left" | "kicked";
}

export type ChatRecord =
  { type: "private"; person: PersonRecord } | { type: "supergroup"; group: GroupRecord };

/** Everybody and every group there is. */
export class Chats {
  readonly people = new Map<number, PersonRecord>();
  readonly groups = new Map<number, GroupRecord>();
  #nextGroupId = -1_001_000_000_001;

  addPerson(profile: PersonProfile): PersonRecord {
    if (this.people.has(profile.id)) throw new Error(`there is a person with id ${profile.id} already`);
    const person = { profile, started: false, blocked: false, deactivated: false };
    this.people.set(profile.id, person);
    return person;
  }

  addGroup(group: Omit<GroupRecord, "id">): GroupRecord {
    const record = { ...group, id: this.#nextGroupId-- };
    this.groups.set(record.id, record);
    return record;
  }

  /** @throws ApiError 400 "chat not found" */
  find(chatId: number | string): ChatRecord {
    const group = [...this.groups.values()].find(
      ({ username }) => username !== undefined && `@${username}` === chatId,
    );
    const id = group ? group.id : Number(chatId);
    const person = this.people.get(id);
    if (person) return { type: "private", person };
    const record = this.groups.get(id);
    if (!record) throw badRequest("chat not found");
    return { type: "supergroup", group: record };
  }

  /** The chat, if the bot may act in it. @throws ApiError 400 or 403, as Telegram refuses */
  reachable(chatId: number | string): ChatRecord {
    const chat = this.find(chatId);
    if (chat.type === "private") {
      if (chat.person.deactivated) throw forbidden("user is deactivated");
      if (chat.person.blocked) throw forbidden("bot was blocked by the user");
      if (!chat.person.started) throw forbidden("bot can't initiate conversation with a user");
    } else {
      if (chat.group.botStatus === "kicked") throw forbidden("bot was kicked from the supergroup chat");
      if (chat.group.botStatus === "left") throw forbidden("bot is not a member of the supergroup chat");
    }
    return chat;
  }

  /** Nobody has started the bot any more; people and groups stay. */
  reset(): void {
    for (const person of this.people.values())
      Object.assign(person, { started: false, blocked: false, deactivated: false });
    for (const group of this.groups.values())
      if (group.botStatus !== "administrator") group.botStatus = "member";
  }
}

export function userOf({ profile }: PersonRecord): User {
  const { id, firstName, lastName, username, languageCode } = profile;
  return {
    id,
    is_bot: false,
    first_name: firstName,
    ...defined({ last_name: lastName, username, language_code: languageCode }),
  };
}

export function chatIdOf(chat: ChatRecord): number {
  return chat.type === "private" ? chat.person.profile.id : chat.group.id;
}

export function chatOf(chat: ChatRecord): Chat {
  if (chat.type === "supergroup") {
    const { id, title, username } = chat.group;
    return { id, type: "supergroup", title, ...defined({ username }) };
  }
  const { id, firstName, lastName, username } = chat.person.profile;
  return { id, type: "private", first_name: firstName, ...defined({ last_name: lastName, username }) };
}

/** Rights of a bot that was made an administrator with everything allowed. */
const ALL_RIGHTS = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: true,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: true,
  can_edit_stories: true,
  can_delete_stories: true,
  can_pin_messages: true,
  can_send_welcome_messages: true,
};

/** Somebody's standing in a group, the bot's own included. Who was named first when it was made is its owner. */
export function memberOf(
  group: GroupRecord,
  userId: number,
  bot: User,
  chats: Chats,
): Result<"getChatMember"> {
  if (userId === bot.id) return botMember(group.botStatus, bot);
  const person = chats.people.get(userId);
  if (!person) throw badRequest("user not found");
  const user = userOf(person);
  if (!group.members.has(userId)) return { status: "left", user };
  const [owner] = group.members;
  return owner === userId ? { status: "creator", user, is_anonymous: false } : { status: "member", user };
}

export function botMember(status: GroupRecord["botStatus"], bot: User): Result<"getChatMember"> {
  if (status === "administrator") return { status, user: bot, ...ALL_RIGHTS };
  return status === "kicked" ? { status, user: bot, until_date: 0 } : { status, user: bot };
}
