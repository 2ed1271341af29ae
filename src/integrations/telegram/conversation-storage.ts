import type { ConversationData, ConversationStorage, VersionedState } from "@grammyjs/conversations";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { BotContext } from "./context.js";

const NAMESPACE = "conversations";
/** Raise it when a flow changes: older conversations are then dropped, and their drafts go on from their data. */
const VERSION = 1;

/** Keeps conversations by chat and person: two people in one group, or one person in two chats, do not mix. */
export function conversationStorage(store: KeyValueStore): ConversationStorage<BotContext, ConversationData> {
  return {
    type: "key",
    version: VERSION,
    getStorageKey: (ctx) =>
      ctx.chatId === undefined || ctx.from === undefined ? undefined : `${ctx.chatId}:${ctx.from.id}`,
    adapter: {
      read: async (key) => (await store.read(NAMESPACE, key)) as VersionedState<ConversationData> | undefined,
      write: (key, state) => store.write(NAMESPACE, key, state),
      delete: (key) => store.delete(NAMESPACE, key),
    },
  };
}
