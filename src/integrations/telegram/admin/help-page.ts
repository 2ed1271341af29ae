import { Composer } from "grammy";
import { requireAdmin } from "../../../core/administration/require-admin.js";
import { answerTap } from "../answer-tap.js";
import type { BotContext } from "../context.js";
import { replace, type Button } from "../say.js";
import type { Translate } from "../texts.js";
import { adminButton } from "./button-data.js";

const DATA = "admin-help";

export function adminHelpButton(t: Translate): Button {
  return { text: t("admin-help-button"), data: DATA };
}

/** What administrators can type, in the place of the message that was tapped. @param priced whether there are points */
export function adminHelp(priced: boolean): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.callbackQuery(DATA, async (ctx) => {
    requireAdmin(ctx.person.actor);
    const { message } = ctx.callbackQuery;
    if (message !== undefined) {
      const html = [ctx.t("admin-help"), ...(priced ? [ctx.t("admin-help-points")] : [])].join("\n");
      const back = { text: ctx.t("admin-back"), data: adminButton("show") };
      await replace(ctx.api, message.chat.id, message.message_id, html, [[back]]);
    }
    await answerTap(ctx);
  });
  return composer;
}
