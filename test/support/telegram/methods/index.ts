import { chatMethods } from "./chats.js";
import { copyingMethods } from "./copying.js";
import { editingMethods } from "./editing.js";
import { fileMethods } from "./files.js";
import { paymentMethods } from "./payments.js";
import { profileMethods } from "./profile.js";
import { queryMethods } from "./queries.js";
import { reactionMethods } from "./reactions.js";
import { sendingMethods } from "./sending.js";
import { updateMethods } from "./updates.js";
import type { Handlers } from "./call.js";

/** Every method that does something. The others of the schema are checked and then refused as not emulated. */
export const handlers: Handlers = {
  getMe: (_params, { world }) => world.bot,
  ...updateMethods,
  ...sendingMethods,
  ...editingMethods,
  ...queryMethods,
  ...fileMethods,
  ...copyingMethods,
  ...chatMethods,
  ...reactionMethods,
  ...profileMethods,
  ...paymentMethods,
};
