import { botMember, chatOf, userOf } from "../state/chats.js";
import type { ChatRecord, GroupRecord, PersonRecord } from "../state/chats.js";
import type { World } from "../world.js";

type Status = GroupRecord["botStatus"];

/** Tells the bot that somebody changed its standing in a chat: blocked it, took it in, threw it out. */
export function announceStanding(
  world: World,
  chat: ChatRecord,
  by: PersonRecord,
  before: Status,
  now: Status,
): void {
  world.updates.push("my_chat_member", {
    chat: chatOf(chat),
    from: userOf(by),
    date: world.clock.seconds(),
    old_chat_member: botMember(before, world.bot),
    new_chat_member: botMember(now, world.bot),
  });
}
