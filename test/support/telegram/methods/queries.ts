import { badRequest } from "../api-error.js";
import type { Handlers } from "./call.js";

const MAX_ANSWER = 200;

export const queryMethods = {
  answerCallbackQuery(params, { world }) {
    const { callback_query_id: id, text, url, show_alert: alert = false } = params;
    if (text !== undefined && text.length > MAX_ANSWER) throw badRequest("MESSAGE_TOO_LONG");
    world.callbacks.answer(id, { text: text === "" ? undefined : text, alert, url });
    return true;
  },
} satisfies Handlers;
