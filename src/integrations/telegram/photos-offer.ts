import { Composer } from "grammy";
import type { TrainingService } from "../../core/training/service.js";
import { answerTap } from "./answer-tap.js";
import { draftButton } from "./callback-data.js";
import type { BotContext } from "./context.js";
import { nameOf, trainOnShared } from "./entering.js";
import { isRepeat } from "./repeats.js";
import { plain, replaceButtons, say } from "./say.js";
import { SHARE_TOKEN } from "./start-links.js";

const ACCEPT = new RegExp(`^photos:(${SHARE_TOKEN.source})$`);

/**
 * Shows who opened the link of shared photos what they are. Nothing is told of who shares them.
 *
 * @throws DomainError `share-ended`, `share-own-photos`
 */
export async function offerPhotos(ctx: BotContext, service: TrainingService, token: string): Promise<void> {
  const { actor, channel } = ctx.person;
  const { training, images, begun } = await service.datasetSharing.offer(actor, token, channel);
  if (begun?.sharedPhotos?.copied === true) {
    const goOn = { text: ctx.t("train-go-on"), data: draftButton(begun.id, "resume") };
    await say(ctx, ctx.t("photos-taken", { name: nameOf(ctx, training.name) }), [[goOn]]);
    return;
  }
  const { subject } = training.options;
  const lines = [ctx.t("photos-offer", { name: nameOf(ctx, training.name), count: images })];
  if (subject !== undefined) lines.push(ctx.t("photos-offer-kind", { subject: ctx.t(`subject-${subject}`) }));
  lines.push("", ctx.t("photos-offer-hint"));
  await say(ctx, lines.join("\n"), [[{ text: ctx.t("photos-accept"), data: `photos:${token}` }]]);
}

/** The button that begins a training with shared photos. */
export function photosOffers(service: TrainingService): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.callbackQuery(ACCEPT, async (ctx) => {
    const [, token = ""] = ctx.match;
    const { actor, channel } = ctx.person;
    // What is refused is told in the answer to the tap; the copying takes a while, and the spinner ends before it.
    const { begun } = await service.datasetSharing.offer(actor, token, channel);
    // A second tap begins nothing more; a process that died may have copied the photos and asked nothing.
    if (begun?.sharedPhotos?.copied === true && !isRepeat(ctx.update)) return answerTap(ctx);
    await answerTap(ctx, plain(ctx.t("photos-working")));
    await trainOnShared(ctx, service, token);
    const { message } = ctx.callbackQuery;
    if (message !== undefined) await replaceButtons(ctx.api, message.chat.id, message.message_id, []);
  });
  return composer;
}
