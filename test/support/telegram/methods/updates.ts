import { ApiError } from "../api-error.js";
import type { Handlers } from "./call.js";

export const updateMethods = {
  getUpdates(params, call) {
    if (call.webhook.active) {
      const advice = "use deleteWebhook to delete the webhook first";
      throw new ApiError(409, `Conflict: can't use getUpdates method while webhook is active; ${advice}`);
    }
    return call.world.poller.poll(params, call.signal);
  },
  setWebhook(params, call) {
    if (params.drop_pending_updates === true) call.world.updates.clear();
    call.world.updates.allow(params.allowed_updates);
    if (params.url === "") call.webhook.remove();
    else call.webhook.set(params);
    return true;
  },
  deleteWebhook(params, call) {
    if (params.drop_pending_updates === true) call.world.updates.clear();
    call.webhook.remove();
    return true;
  },
  getWebhookInfo: (_params, call) => call.webhook.info(),
} satisfies Handlers;
