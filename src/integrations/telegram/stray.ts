import { Composer } from "grammy";
import type { TrainingService } from "../../core/training/service.js";
import type { AlbumReplies } from "./album-replies.js";
import { draftButton } from "./callback-data.js";
import type { BotContext } from "./context.js";
import { nameOf } from "./entering.js";
import { mediaIn } from "./incoming-clip.js";
import { say } from "./say.js";

/** Messages that belong to no conversation: the person is told how to go on, and sent photos are not ignored. */
export function strayMessages(service: TrainingService, albums: AlbumReplies): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on("message", async (ctx) => {
    if (ctx.chat.type !== "private" || !albums.isFirst(ctx.message)) return;
    const [draft] = await service.drafts.open(ctx.person.actor, ctx.person.channel);
    const picture = mediaIn(ctx.message) !== undefined;
    if (draft === undefined) {
      await say(ctx, ctx.t(picture ? "stray-photo" : "stray-text"));
      return;
    }
    await say(ctx, ctx.t(picture ? "stray-draft-photo" : "stray-draft", { name: nameOf(ctx, draft.name) }), [
      [{ text: ctx.t("train-go-on"), data: draftButton(draft.id, "resume") }],
    ]);
  });
  return composer;
}
