import type { Api } from "grammy";
import { isUndeletable } from "./api-errors.js";
import { replaceButtons } from "./say.js";

/** Takes a message of ours out of the chat; one that is too old for that keeps its words and loses its buttons. */
export async function removeMessage(api: Api, chatId: number, messageId: number): Promise<void> {
  try {
    await api.deleteMessage(chatId, messageId);
  } catch (error) {
    if (!isUndeletable(error)) throw error;
    await replaceButtons(api, chatId, messageId, []);
  }
}
