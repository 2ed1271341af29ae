import type { ConversationData, ConversationStorage, VersionedState } from "@grammyjs/conversations";
import type { MiddlewareFn } from "grammy";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import { asTelegramAway } from "./api-errors.js";
import { chatOf, userIdOf, type BotContext, type Person } from "./context.js";
import { isRepeat } from "./repeats.js";

const NAMESPACE = "conversations";
/** Raise it when a flow changes: older conversations are then dropped, and their drafts go on from their data. */
const VERSION = 4;

interface Stored {
  /** The update after which it stood so. */
  readonly after: number;
  readonly state: VersionedState<ConversationData>;
}

/** Keeps conversations by person and chat: two people in one group, or one person in two chats, do not mix. */
export function conversationStorage(store: KeyValueStore): ConversationStorage<BotContext, ConversationData> {
  return {
    type: "context",
    version: VERSION,
    adapter: {
      read: async (ctx) => {
        const stored = (await store.read(NAMESPACE, keyOf(ctx))) as Stored | undefined;
        ctx.conversationAfter = stored?.after;
        return stored?.state;
      },
      write: async (ctx, state) => {
        if (ctx.leaveConversation === true) return;
        await store.write(NAMESPACE, keyOf(ctx), { after: ctx.update.update_id, state } satisfies Stored);
      },
      delete: async (ctx) => {
        if (ctx.leaveConversation !== true) await store.delete(NAMESPACE, keyOf(ctx));
      },
    },
  };
}

/**
 * Keeps a conversation as it was while Telegram is away, so that the update can be handled again; and passes
 * over an update after which the conversation stands already, when a process died before it could say so.
 */
export function repeatableConversation(): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (isRepeat(ctx.update) && ctx.conversationAfter === ctx.update.update_id) return;
    try {
      await next();
    } catch (error) {
      ctx.leaveConversation = asTelegramAway(error) !== undefined;
      throw error;
    }
  };
}

/** Whether a person's conversation of this name, begun with this argument, waits for them in a chat. */
export async function isTalkingOf(
  store: KeyValueStore,
  person: Pick<Person, "actor" | "channel">,
  name: string,
  argument: string,
): Promise<boolean> {
  const key = `${person.actor.userId}/${chatOf(person.channel)}`;
  const stored = (await store.read(NAMESPACE, key)) as Stored | undefined;
  const data = stored?.state.state[name] ?? [];
  return data.some(({ args }) => args === JSON.stringify([argument]));
}

/** Forgets where every conversation of a person stands. */
export async function forgetConversations(store: KeyValueStore, userId: string): Promise<void> {
  await store.deleteAll(NAMESPACE, `${userId}/`);
}

function keyOf(ctx: BotContext): string {
  return `${userIdOf(ctx.from?.id ?? 0)}/${chatOf(ctx.person.channel)}`;
}
